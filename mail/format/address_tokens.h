// The words and marks of an address header (RFC 5322 section 3.2).
#pragma once
#include <cstddef>
#include <string_view>

namespace deskhand::mail {

struct AddressToken {
    enum class Kind { text, quoted, comment, angle, comma, semicolon, colon };
    Kind kind;
    std::string_view text; // without its marks
};

// Splits a header value. A mark that is never closed counts as text; the search for a close that
// has failed once is not repeated, which keeps this linear.
class AddressTokens {
public:
    explicit AddressTokens(std::string_view raw) : rest_{raw} {}

    bool next(AddressToken& token);

private:
    using Kind = AddressToken::Kind;
    bool mark(AddressToken& token, Kind kind);
    bool closed(AddressToken& token, Kind kind, std::size_t end);
    std::size_t quote_end();
    std::size_t comment_end();
    bool angle(AddressToken& token);
    bool text(AddressToken& token);
    std::size_t word_end() const;

    std::string_view rest_;
    bool no_quote_ = false, no_comment_ = false;
};

}
