#include "mail/format/address_tokens.h"

#include "mail/format/ascii.h"

#include <algorithm>

namespace deskhand::mail {

bool AddressTokens::next(AddressToken& token)
{
    rest_ = trimmed_left(rest_);
    if (rest_.empty()) return false;
    switch (rest_.front()) {
    case ',': return mark(token, Kind::comma);
    case ';': return mark(token, Kind::semicolon);
    case ':': return mark(token, Kind::colon);
    case '"':
        if (closed(token, Kind::quoted, quote_end())) return true;
        break;
    case '(':
        if (closed(token, Kind::comment, comment_end())) return true;
        break;
    case '<': return angle(token);
    default: break;
    }
    return text(token);
}

bool AddressTokens::mark(AddressToken& token, Kind kind)
{
    token = {kind, rest_.substr(0, 1)};
    rest_.remove_prefix(1);
    return true;
}

bool AddressTokens::closed(AddressToken& token, Kind kind, std::size_t end)
{
    if (end == std::string_view::npos) return false;
    token = {kind, rest_.substr(1, end - 1)};
    rest_.remove_prefix(end + 1);
    return true;
}

std::size_t AddressTokens::quote_end()
{
    if (no_quote_) return std::string_view::npos;
    for (std::size_t i = 1; i < rest_.size(); ++i) {
        if (rest_[i] == '\\')
            ++i;
        else if (rest_[i] == '"')
            return i;
    }
    no_quote_ = true;
    return std::string_view::npos;
}

std::size_t AddressTokens::comment_end()
{
    if (no_comment_) return std::string_view::npos;
    std::size_t depth = 0;
    for (std::size_t i = 0; i < rest_.size(); ++i) {
        if (rest_[i] == '\\')
            ++i;
        else if (rest_[i] == '(')
            ++depth;
        else if (rest_[i] == ')' && --depth == 0)
            return i;
    }
    no_comment_ = true;
    return std::string_view::npos;
}

// "<a@b>", or without its end up to the next comma, semicolon or blank.
bool AddressTokens::angle(AddressToken& token)
{
    bool in_quotes = false;
    std::size_t i = 1;
    for (; i < rest_.size(); ++i) {
        const char c = rest_[i];
        if (c == '\\') {
            ++i;
            continue;
        }
        if (c == '"') in_quotes = !in_quotes;
        if (in_quotes) continue;
        if (c == '>' || c == '<' || c == ';') break;
        // a comma ends it, unless this is a source route
        if (c == ',' && !trimmed_left(rest_.substr(1)).starts_with('@')) break;
    }
    i = std::min(i, rest_.size());
    token = {Kind::angle, rest_.substr(1, i - 1)};
    rest_.remove_prefix(i);
    if (rest_.starts_with('>')) rest_.remove_prefix(1);
    while (rest_.starts_with('>')) rest_.remove_prefix(1);
    return true;
}

bool AddressTokens::text(AddressToken& token)
{
    std::size_t i = 1;
    if (rest_.starts_with("=?")) i = std::max<std::size_t>(1, word_end());
    for (; i < rest_.size(); ++i) {
        const char c = rest_[i];
        if (is_space(c) || c == ',' || c == ';' || c == '<' || c == '(') break;
        if (c == ':') break;
        if (c == '"' && !no_quote_ && rest_[i - 1] != '.') break;
        if (c == '[') { // domain literal
            const auto close = rest_.substr(i, 64).find(']');
            if (close != std::string_view::npos) i += close;
        }
    }
    token = {Kind::text, rest_.substr(0, std::min(i, rest_.size()))};
    rest_.remove_prefix(token.text.size());
    return true;
}

// End of the encoded word at the front, whatever marks it contains; 0 when it is none.
std::size_t AddressTokens::word_end() const
{
    const auto near = rest_.substr(0, 4'000);
    auto at = near.find('?', 2);
    if (at == std::string_view::npos) return 0;
    at = near.find('?', at + 1);
    if (at == std::string_view::npos) return 0;
    const auto end = near.find("?=", at + 1);
    return end == std::string_view::npos ? 0 : end + 2;
}

}
