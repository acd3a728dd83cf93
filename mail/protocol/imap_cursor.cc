#include "mail/protocol/imap_cursor.h"

#include <algorithm>
#include <utility>

namespace deskhand::mail {
namespace {

constexpr int deepest = 64;

bool ends_atom(char c) { return c == ' ' || c == '(' || c == ')' || c == '"'; }

}

std::string upper(std::string_view text)
{
    std::string out{text};
    for (char& c : out)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return out;
}

void ImapCursor::skip_spaces()
{
    while (!at_literal() && at_ < frame_.text.size() && frame_.text[at_] == ' ') ++at_;
}

bool ImapCursor::take(char c)
{
    if (peek() != c || at_end()) return false;
    ++at_;
    return true;
}

std::string_view ImapCursor::atom()
{
    const auto begin = at_;
    const auto stop =
        literal_ < frame_.literals.size() ? frame_.literals[literal_].at : frame_.text.size();
    while (at_ < stop && !ends_atom(frame_.text[at_])) ++at_;
    return std::string_view{frame_.text}.substr(begin, at_ - begin);
}

std::string ImapCursor::item_name()
{
    std::string name;
    for (bool section = false; !failed_ && !at_end();) {
        const char c = peek();
        if (section && c == '"') {
            name += '"' + quoted() + '"';
            continue;
        }
        if (at_literal()) { // HEADER.FIELDS ({4}...: the name is still one of no use here
            if (!section) break;
            text();
            name += '?';
            continue;
        }
        if (!section && ends_atom(c)) break;
        section = c == '[' || (section && c != ']');
        name += c;
        ++at_;
    }
    return upper(name);
}

std::uint32_t ImapCursor::nonzero()
{
    const auto number = parse_uid(atom());
    if (!number) fail();
    return number.value_or(0);
}

std::string_view ImapCursor::rest()
{
    const auto begin = std::min(at_, frame_.text.size());
    at_ = frame_.text.size();
    literal_ = frame_.literals.size();
    return std::string_view{frame_.text}.substr(begin);
}

// A backslash makes any character plain: GroupWise escapes ordinary ones.
std::string ImapCursor::quoted()
{
    std::string octets;
    const auto stop =
        literal_ < frame_.literals.size() ? frame_.literals[literal_].at : frame_.text.size();
    for (++at_; at_ < stop; ++at_) {
        char c = frame_.text[at_];
        if (c == '"') {
            ++at_;
            return octets;
        }
        if (c == '\\' && at_ + 1 < stop) c = frame_.text[++at_];
        octets += c;
    }
    fail();
    return {};
}

ImapCursor::Text ImapCursor::text()
{
    if (failed_) return {};
    if (at_literal()) {
        auto& literal = frame_.literals[literal_++];
        if (literal.withheld > 0) return {std::nullopt, literal.withheld};
        return {std::move(literal.octets), 0};
    }
    if (peek() == '"') return {quoted(), 0};
    const auto word = atom();
    if (word.empty() || upper(word) == "NIL") return {};
    return {std::string{word}, 0};
}

std::vector<std::string> ImapCursor::atoms()
{
    std::vector<std::string> words;
    if (peek() != '(') {
        if (upper(atom()) != "NIL") fail();
        return words;
    }
    for (take('('); !failed_;) {
        skip_spaces();
        if (take(')')) return words;
        if (at_end()) fail();
        else if (peek() == '(') skip_value();
        else if (auto word = text(); word.octets) words.push_back(*std::move(word.octets));
    }
    return {};
}

void ImapCursor::skip_value()
{
    int depth = 0;
    do {
        skip_spaces();
        if (at_end()) {
            if (depth > 0) fail();
        } else if (take('(')) {
            if (++depth > deepest) fail();
        } else if (depth > 0 && take(')')) {
            --depth;
        } else if (at_literal()) {
            ++literal_;
        } else if (peek() == '"') {
            quoted();
        } else if (atom().empty()) {
            return; // a closing parenthesis that is not ours
        }
    } while (depth > 0 && !failed_);
}

}
