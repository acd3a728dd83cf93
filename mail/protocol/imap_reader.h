// Cuts an IMAP server's octets into responses, however they arrive.
#pragma once
#include "mail/protocol/grammar.h"
#include "mail/protocol/imap_response.h"

#include <cstdint>
#include <string>
#include <variant>

namespace deskhand::mail {

struct ImapLimits {
    // Octets of one response outside its literals; > 0. A SEARCH of 90,000 UIDs fits.
    std::uint64_t line = 1u << 20;
    // Octets of literals kept for one response; > 0. A FETCH literal beyond is skipped and marked.
    std::uint64_t literal = 256u << 20;
    // A longer literal is not even skipped; >= literal.
    std::uint64_t skipped = 4ull << 30;
};

// Holds at most one response: a literal is stored as it arrives, never reserved from its
// announcement alone, and copied once.
class ImapReader {
public:
    explicit ImapReader(ImapLimits limits = {}) : limits_{limits} {}

    void feed(std::string octets);

    // The next response in what was fed. After Malformed the connection is of no further use.
    std::variant<ImapResponse, NeedMore, Malformed> next();

    // Takes back what was fed and not used; to be called between responses.
    std::string take_unused();

    // Whether nothing fed is left over, not even a part of a response.
    bool empty() const { return at_ == fed_.size() && frame_.text.empty() && frame_.literals.empty(); }

private:
    void take_literal();
    bool take_line();
    std::variant<std::monostate, Malformed> begin_literal(std::size_t brace);

    ImapLimits limits_;
    std::string fed_;
    std::size_t at_ = 0; // first octet of fed_ not yet used
    ImapFrame frame_;
    std::uint64_t line_octets_ = 0;    // of this response, literal marks included
    std::uint64_t literal_octets_ = 0; // kept for this response
    std::uint64_t literal_left_ = 0;   // still to come of the current literal
    bool first_line_ = true;
    bool plain_ = false; // this response can hold no literal
};

}
