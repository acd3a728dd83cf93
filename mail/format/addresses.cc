#include "mail/format/addresses.h"

#include "mail/format/address_tokens.h"
#include "mail/format/ascii.h"
#include "mail/format/charset.h"
#include "mail/format/encoded_words.h"

#include <algorithm>

namespace deskhand::mail {
namespace {

constexpr std::size_t most_halves = 3; // of a name cut by commas

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
    if (text.starts_with('[') && text.ends_with(']') && text.find('@') != std::string_view::npos)
        text = text.substr(1, text.size() - 2); // brackets of the wrong kind
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
    std::string bare;   // a word with an @ outside brackets
    std::string beside; // the phrase without it
    bool has_angle = false, has_quotes = false, is_empty = true;
};

class AddressList {
public:
    AddressList(std::string_view prior, std::size_t limit) : prior_{prior}, limit_{limit} {}

    void add(const AddressToken& token)
    {
        switch (token.kind) {
        case AddressToken::Kind::text: return add_word(token.text);
        case AddressToken::Kind::quoted: return add_quoted(token.text);
        case AddressToken::Kind::comment:
            if (!draft_.comment.empty()) draft_.comment += ' ';
            draft_.comment += token.text;
            draft_.is_empty = false;
            return;
        case AddressToken::Kind::angle: return add_angle(token.text);
        case AddressToken::Kind::comma: return end_mailbox(", ");
        case AddressToken::Kind::semicolon:
            end_mailbox({});
            after_group_ = true;
            return;
        case AddressToken::Kind::colon: return add_colon();
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
        if ((draft_.has_angle || has_domain(draft_.bare)) && has_domain(word)) finish();
        if (goes_on_with(word)) { // RFC 5322 section 4.4: blanks around dots and the @
            draft_.bare += word;
            draft_.phrase += word;
            return;
        }
        if (glue_quoted_ && word.starts_with('@')) { // "quoted local part"@domain
            draft_.bare = '"' + glued_ + '"' + std::string{word};
            draft_.phrase.resize(glued_from_);
            draft_.beside = draft_.phrase;
            glue_quoted_ = false;
            return;
        }
        if (!draft_.has_angle && draft_.bare.empty() && !word.starts_with("=?")) {
            if (word.starts_with('@') && take_local_part(word)) return;
            if (word.find('@') != std::string_view::npos) {
                draft_.bare = word;
                draft_.beside = draft_.phrase;
                return append_to(draft_.phrase, word);
            }
        }
        append_phrase(word);
    }

    bool goes_on_with(std::string_view word) const
    {
        if (draft_.has_angle || draft_.bare.empty()) return false;
        return word.starts_with('.') || draft_.bare.ends_with('.') || draft_.bare.ends_with('@');
    }

    static bool is_transport(std::string_view phrase)
    {
        constexpr std::size_t longest = 5;
        return phrase.size() > 1 && phrase.size() <= longest && phrase.ends_with('%') &&
               std::all_of(phrase.begin(), phrase.end() - 1, [](char c) { return c >= 'A' && c <= 'Z'; });
    }

    // "local @domain"
    bool take_local_part(std::string_view domain)
    {
        const auto from = draft_.phrase.rfind(' ') + 1; // npos + 1 is 0
        if (from == draft_.phrase.size() || glue_quoted_) return false;
        draft_.bare = draft_.phrase.substr(from) + std::string{domain};
        draft_.phrase.resize(from);
        draft_.beside = draft_.phrase;
        return true;
    }

    void add_quoted(std::string_view text)
    {
        draft_.is_empty = false;
        if (draft_.has_angle) finish();
        if (is_transport(draft_.phrase) && has_domain(text)) { // VMS: IN%"jane@example.com" "Jane"
            draft_ = {.phrase = {}, .comment = {}, .angle = {}, .bare = unescaped(text), .beside = {}, .is_empty = false};
            return;
        }
        draft_.has_quotes = true;
        glued_from_ = draft_.phrase.size();
        append_phrase(unescaped(text));
        glued_ = text;
        glue_quoted_ = true;
    }

    void add_angle(std::string_view text)
    {
        if (draft_.has_angle && has_domain(draft_.angle)) { // a missing comma; words between name the second
            auto between = draft_.phrase.substr(named_);
            draft_.phrase.resize(named_);
            finish();
            draft_.phrase = trimmed(between);
        }
        named_ = draft_.phrase.size();
        draft_.angle = clean_address(text);
        draft_.has_angle = true;
        draft_.is_empty = false;
    }

    void add_colon()
    {
        if (draft_.is_empty || draft_.has_angle) return;
        draft_ = {}; // a group's name, "mailto", or an address where only a group's name can stand
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
        const bool has_other_half = draft_.has_angle && !draft_.has_quotes &&
                                    !draft_.phrase.empty() && held_.size() <= most_halves;
        if (has_other_half)
            for (auto half = held_.rbegin(); half != held_.rend(); ++half)
                draft_.phrase = *half + ", " + draft_.phrase;
        else
            for (const auto& name : held_) keep(without_domain(name, {}));
        held_.clear();
        const bool only_comment = !usable && draft_.phrase.empty();
        if (usable || (!draft_.is_empty && !(only_comment && after_group_))) keep(mailbox());
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
            name = draft_.beside;
        } else if (draft_.has_angle && !draft_.angle.empty() && draft_.phrase.empty()) {
            name = draft_.angle;
        } else if (draft_.has_angle) {
            address.addr = draft_.angle; // a local part alone
        } else if (!draft_.has_quotes) {
            return without_domain(name, draft_.comment);
        }
        if (trimmed(name).empty()) name = draft_.comment;
        address.name = decode_header_text(name, prior_);
        if (address.name == "\"\"") address.name.clear();
        return address;
    }

    // "Moderator": what people and lists are called; local parts are written in one case.
    static bool is_title(std::string_view word)
    {
        return !word.empty() && is_letter(word.front()) && lower(word.front()) != word.front() &&
               std::any_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    }

    // A word alone is a local part (RFC 822 leaves the domain to the host), several are a name.
    Address without_domain(std::string_view words, std::string_view comment) const
    {
        const bool is_local = !words.empty() && !is_title(words) && std::all_of(words.begin(), words.end(), [](char c) {
            return is_letter(c) || is_digit(c) ||
                   std::string_view{"._-+"}.find(c) != std::string_view::npos;
        });
        if (is_local) return {decode_header_text(comment, prior_), std::string{words}};
        return {decode_header_text(trimmed(words).empty() ? comment : words, prior_), {}};
    }

    void keep(Address address)
    {
        if (found_.size() < limit_ && !(address.name.empty() && address.addr.empty()))
            found_.push_back(std::move(address));
    }

    void append_phrase(std::string_view word)
    {
        append_to(draft_.phrase, word);
        if (!draft_.bare.empty()) append_to(draft_.beside, word);
        glue_quoted_ = false;
    }

    static void append_to(std::string& phrase, std::string_view word)
    {
        if (!phrase.empty() && !phrase.ends_with(' ')) phrase += ' ';
        phrase += word;
    }

    std::string_view prior_;
    std::size_t limit_;
    std::vector<Address> found_;
    Draft draft_;
    std::vector<std::string> held_; // names without an address yet
    std::string glued_;
    std::size_t glued_from_ = 0, named_ = 0; // octets of the phrase before a quoted word, before the brackets
    bool glue_quoted_ = false, after_group_ = false;
};

}

std::vector<Address> read_addresses(std::string_view raw, std::size_t limit, std::string_view prior)
{
    AddressList list{prior, limit};
    AddressTokens tokens{raw};
    for (AddressToken token{}; tokens.next(token);) list.add(token);
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
