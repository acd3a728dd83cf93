// Reads the tokens of one IMAP response from front to back; lenient in form, bounded in depth.
#pragma once
#include "mail/protocol/imap_response.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace deskhand::mail {

// A failure sticks: later reads give empty values and failed() stays true, so that callers check
// once at the end.
class ImapCursor {
public:
    explicit ImapCursor(ImapFrame frame) : frame_{std::move(frame)} {}

    bool failed() const { return failed_; }
    void fail() { failed_ = true; }
    bool at_end() const { return at_ >= frame_.text.size() && !at_literal(); }
    bool at_literal() const
    {
        return literal_ < frame_.literals.size() && frame_.literals[literal_].at == at_;
    }
    char peek() const { return at_literal() || at_end() ? '\0' : frame_.text[at_]; }

    void skip_spaces();
    bool take(char c); // true when it was next

    // Up to a space, a parenthesis or a quote; empty when there is none.
    std::string_view atom();
    // The name of a FETCH item with its section: "BODY[HEADER.FIELDS (FROM)]<0>", upper case.
    std::string item_name();
    // 1 to 4294967295, else failed.
    std::uint32_t nonzero();
    // Everything left of the line, literals not counted.
    std::string_view rest();

    struct Text {
        std::optional<std::string> octets; // absent: NIL, skipped or missing
        std::uint64_t withheld = 0;
    };
    // Atom, quoted string, literal or NIL; absent when a parenthesis or the end comes first.
    Text text();
    std::string astring() { return text().octets.value_or(""); }
    // "(a b)", "()" or NIL; nested lists are skipped.
    std::vector<std::string> atoms();
    // Any one value, lists included.
    void skip_value();

private:
    std::string quoted();

    ImapFrame frame_;
    std::size_t at_ = 0;
    std::size_t literal_ = 0;
    bool failed_ = false;
};

std::string upper(std::string_view text);

}
