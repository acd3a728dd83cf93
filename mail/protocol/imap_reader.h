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
    // Octets of literals kept for one response; > 0. A literal beyond is skipped and marked.
    std::uint64_t literal = 256u << 20;
    // The same while no mail has been asked for: names of folders and the like; > 0.
    std::uint64_t small_literal = 64u << 10;
    // Literals of one response, empty ones too; > 0.
    std::size_t literals = 16'384;
    // A longer literal is not even skipped; >= literal.
    std::uint64_t skipped = 4ull << 30;
};

// Holds at most one response: a literal is stored as it arrives and copied once; room for it is made
// from what has come of it, never from its announcement alone. What is skipped is not kept at all.
class ImapReader {
public:
    explicit ImapReader(ImapLimits limits = {}) : limits_{limits} { expect(Literals::mails); }

    void feed(std::string octets);

    // Whether the responses to come may hold mails, (as at the start) or small literals only.
    enum class Literals { small, mails };
    void expect(Literals which) { most_kept_ = which == Literals::mails ? limits_.literal : limits_.small_literal; }

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
    std::uint64_t most_kept_ = 0; // octets of literals of one response
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
