// Mails out of an mbox file, one at a time.
#pragma once
#include <cstddef>
#include <istream>
#include <optional>
#include <string>

namespace deskhand::mail {

// Reads the mboxrd and mboxo forms: a mail begins at a "From " line that opens the stream or
// follows an empty line and states a time of day; ">From " loses one ">". Holds one mail at a time.
class MboxReader {
public:
    // `longest` > 0: octets kept of a mail; what is longer is cut there.
    explicit MboxReader(std::istream& stream, std::size_t longest = 256u << 20)
        : stream_{stream}, longest_{longest}
    {
    }

    // The next mail as raw octets without its "From " line; nothing at the end of the stream.
    // Octets before the first "From " line are a mail of their own unless they are blank.
    std::optional<std::string> next();

private:
    std::istream& stream_;
    std::size_t longest_;
    bool at_start_ = true, has_mail_ = false;
};

}
