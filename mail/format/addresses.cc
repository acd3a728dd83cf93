#include "mail/format/addresses.h"

#include "mail/format/ascii.h"
#include "mail/format/charset.h"
#include "mail/format/encoded_words.h"

#include <algorithm>

namespace deskhand::mail {
namespace {

constexpr std::size_t most_halves = 3; // of a name cut by commas

enum class TokenKind { text, quoted, comment, angle, comma, semicolon, colon };

struct Token {
    TokenKind kind;
    std::string_view text; // without its marks
};

// Splits a header value. A mark that is never closed counts as text; the search for a close that
// has failed once is not repeated, which keeps this linear.
class Tokens {
public:
    explicit Tokens(std::string_view raw) : rest_{raw} {}

    bool next(Token& token)
    {
        rest_ = trimmed_left(rest_);
        if (rest_.empty()) return false;
        switch (rest_.front()) {
        case ',': return mark(token, TokenKind::comma);
        case ';': return mark(token, TokenKind::semicolon);
        case ':': return mark(token, TokenKind::colon);
        case '"':
            if (closed(token, TokenKind::quoted, quote_end())) return true;
            break;
        case '(':
            if (closed(token, TokenKind::comment, comment_end())) return true;
            break;
        case '<': return angle(token);
        default: break;
        }
        return text(token);
    }

private:
    bool mark(Token& token, TokenKind kind)
    {
        token = {kind, rest_.substr(0, 1)};
        rest_.remove_prefix(1);
        return true;
    }

    bool closed(Token& token, TokenKind kind, std::size_t end)
    {
        if (end == std::string_view::npos) return false;
        token = {kind, rest_.substr(1, end - 1)};
        rest_.remove_prefix(end + 1);
        return true;
    }

    std::size_t quote_end()
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

    std::size_t comment_end()
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
    bool angle(Token& token)
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
        token = {TokenKind::angle, rest_.substr(1, i - 1)};
        rest_.remove_prefix(i);
        if (rest_.starts_with('>')) rest_.remove_prefix(1);
        while (rest_.starts_with('>')) rest_.remove_prefix(1);
        return true;
    }

    bool text(Token& token)
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
        token = {TokenKind::text, rest_.substr(0, std::min(i, rest_.size()))};
        rest_.remove_prefix(token.text.size());
        return true;
    }

    // End of the encoded word at the front, whatever marks it contains; 0 when it is none.
    std::size_t word_end() const
    {
        const auto near = rest_.substr(0, 4'000);
        auto at = near.find('?', 2);
        if (at == std::string_view::npos) return 0;
        at = near.find('?', at + 1);
        if (at == std::string_view::npos) return 0;
        const auto end = near.find("?=", at + 1);
        return end == std::string_view::npos ? 0 : end + 2;
    }

    std::string_view rest_;
    bool no_quote_ = false, no_comment_ = false;
};

std::string unescaped(std::string_view quoted)
{
    std::string out;
    out.reserve(quoted.size());
    for (std::size_t i = 0; i < quoted.size(); ++i) {
        if (quoted[i] == '\\' && i + 1 < quoted.size()) ++i;
        out += quoted[i];
    }
    return out;
}

// An address as written to `local@domain`: blanks, routes, "mailto:" and a final dot taken off.
std::string clean_address(std::string_view written)
{
    auto text = trimmed(written);
    if (text.starts_with('@')) // source route: @relay,@relay:local@domain
        if (const auto colon = text.find(':'); colon != std::string_view::npos)
            text.remove_prefix(colon + 1);
    if (starts_nocase(text, "mailto:")) text.remove_prefix(7);
    std::string out;
    bool in_quotes = false;
    std::size_t comments = 0; // open
    for (const char c : text) {
        if (c == '"') in_quotes = !in_quotes;
        if (!in_quotes && c == '(') ++comments;
        if (!in_quotes && c == ')' && comments > 0) {
            --comments;
            continue;
        }
        if (comments > 0) continue;
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) continue;
        if (!in_quotes && is_space(c)) continue;
        out += c;
    }
    while (out.ends_with('.') || out.ends_with('>')) out.pop_back();
    return is_plain_ascii(out) ? out : to_utf8(out, {}).text;
}

bool has_domain(std::string_view address)
{
    const auto at = address.rfind('@');
    return at != std::string_view::npos && at > 0 && at + 1 < address.size();
}

// One mailbox while its tokens arrive.
struct Draft {
    std::string phrase, comment, angle;
    std::string bare; // a word with an @ outside brackets
    bool has_angle = false, is_empty = true;
};

class AddressList {
public:
    AddressList(std::string_view prior, std::size_t limit) : prior_{prior}, limit_{limit} {}

    void add(const Token& token)
    {
        switch (token.kind) {
        case TokenKind::text: return add_word(token.text);
        case TokenKind::quoted: return add_quoted(token.text);
        case TokenKind::comment:
            if (!draft_.comment.empty()) draft_.comment += ' ';
            draft_.comment += token.text;
            draft_.is_empty = false;
            return;
        case TokenKind::angle: return add_angle(token.text);
        case TokenKind::comma: return end_mailbox(", ");
        case TokenKind::semicolon: end_mailbox({}); return;
        case TokenKind::colon: return add_colon();
        }
    }

    std::vector<Address> take()
    {
        finish();
        return std::move(found_);
    }

private:
    void add_word(std::string_view word)
    {
        draft_.is_empty = false;
        // two addresses with nothing but a blank between them
        if (draft_.has_angle && has_domain(word)) finish();
        if (!draft_.has_angle && draft_.bare.empty() && word.find('@') != std::string_view::npos &&
            !word.starts_with("=?"))
            draft_.bare = word;
        if (glue_quoted_ && word.starts_with('@')) { // "quoted local part"@domain
            draft_.bare = '"' + glued_ + '"' + std::string{word};
            draft_.phrase.resize(glued_from_);
            glue_quoted_ = false;
            return;
        }
        append_phrase(word);
    }

    void add_quoted(std::string_view text)
    {
        draft_.is_empty = false;
        if (draft_.has_angle) finish();
        glued_from_ = draft_.phrase.size();
        append_phrase(unescaped(text));
        glued_ = text;
        glue_quoted_ = true;
    }

    void add_angle(std::string_view text)
    {
        if (draft_.has_angle && has_domain(draft_.angle)) finish(); // a missing comma
        draft_.angle = clean_address(text);
        draft_.has_angle = true;
        draft_.is_empty = false;
    }

    void add_colon()
    {
        if (draft_.is_empty || draft_.has_angle || !draft_.bare.empty()) return;
        draft_ = {}; // a group's name, or "mailto"
        held_.clear();
    }

    // A name cut by an unquoted comma is held until its other half comes with the address.
    void end_mailbox(std::string_view mark)
    {
        const bool nameless = !draft_.has_angle && draft_.bare.empty();
        if (nameless && !draft_.is_empty && !mark.empty()) {
            held_.push_back(draft_.comment.empty() ? draft_.phrase
                                                   : draft_.phrase + " (" + draft_.comment + ")");
            draft_ = {};
            return;
        }
        finish();
    }

    void finish()
    {
        const bool usable = draft_.has_angle || !draft_.bare.empty();
        const bool has_other_half =
            draft_.has_angle && !draft_.phrase.empty() && held_.size() <= most_halves;
        if (has_other_half)
            for (auto half = held_.rbegin(); half != held_.rend(); ++half)
                draft_.phrase = *half + ", " + draft_.phrase;
        else
            for (const auto& name : held_) keep({decode_header_text(name, prior_), {}});
        held_.clear();
        if (usable || !draft_.is_empty) keep(mailbox());
        draft_ = {};
        glue_quoted_ = false;
    }

    Address mailbox() const
    {
        Address address;
        std::string name = draft_.phrase;
        if (draft_.has_angle && has_domain(draft_.angle)) {
            address.addr = draft_.angle;
        } else if (!draft_.bare.empty()) {
            address.addr = clean_address(draft_.bare);
            if (!has_domain(address.addr)) address.addr.clear();
            const auto at = name.find(draft_.bare);
            if (at != std::string::npos) name.erase(at, draft_.bare.size());
        } else if (draft_.has_angle && !draft_.angle.empty() && draft_.phrase.empty()) {
            name = draft_.angle;
        } else if (draft_.has_angle) {
            address.addr = draft_.angle; // a local part alone
        }
        if (trimmed(name).empty()) name = draft_.comment;
        address.name = decode_header_text(name, prior_);
        if (address.name == "\"\"") address.name.clear();
        return address;
    }

    void keep(Address address)
    {
        if (found_.size() < limit_ && !(address.name.empty() && address.addr.empty()))
            found_.push_back(std::move(address));
    }

    void append_phrase(std::string_view word)
    {
        if (!draft_.phrase.empty()) draft_.phrase += ' ';
        draft_.phrase += word;
        glue_quoted_ = false;
    }

    std::string_view prior_;
    std::size_t limit_;
    std::vector<Address> found_;
    Draft draft_;
    std::vector<std::string> held_; // names without an address yet
    std::string glued_;
    std::size_t glued_from_ = 0;
    bool glue_quoted_ = false;
};

}

std::vector<Address> read_addresses(std::string_view raw, std::size_t limit, std::string_view prior)
{
    AddressList list{prior, limit};
    Tokens tokens{raw};
    for (Token token{}; tokens.next(token);) list.add(token);
    return list.take();
}

std::vector<std::string> read_message_ids(std::string_view raw)
{
    std::vector<std::string> ids;
    const auto keep = [&](std::string_view id) {
        std::string clean;
        for (const char c : trimmed(id))
            if (!is_space(c) && c != '<' && c != '>') clean += c;
        if (!clean.empty())
            ids.push_back(is_plain_ascii(clean) ? std::move(clean) : to_utf8(clean, {}).text);
    };
    for (auto rest = raw;;) {
        const auto begin = rest.find('<');
        if (begin == std::string_view::npos) break;
        rest.remove_prefix(begin + 1);
        const auto end = rest.find_first_of("<>");
        if (end == std::string_view::npos) {
            keep(rest);
            break;
        }
        keep(rest.substr(0, end));
        rest.remove_prefix(rest[end] == '>' ? end + 1 : end);
    }
    if (!ids.empty()) return ids;
    for (auto rest = raw; !rest.empty();) {
        rest = trimmed_left(rest);
        const auto word = rest.substr(0, rest.find_first_of(" \t\r\n,;"));
        if (word.find('@') != std::string_view::npos) keep(word);
        rest.remove_prefix(std::min(word.size() + 1, rest.size()));
    }
    return ids;
}

}
