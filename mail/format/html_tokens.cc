#include "mail/format/html_tokens.h"

#include "mail/format/ascii.h"
#include "mail/format/html_references.h"
#include "mail/format/phrase_list.h"

#include <optional>

namespace deskhand::mail {
namespace {

// Elements whose content is no markup, and no text to read either.
const Phrases unread_elements{
    "script|style|title|iframe|noembed|noframes|template|svg|math|object"};

std::string_view rest_after(std::string_view rest, std::size_t at, std::size_t size)
{
    return at == std::string_view::npos ? std::string_view{} : rest.substr(at + size);
}

// Past a comment or declaration, when one begins here.
bool skip_declaration(std::string_view& rest)
{
    if (rest.starts_with("<!--")) {
        if (rest.substr(4).starts_with('>'))
            rest.remove_prefix(5);
        else if (rest.substr(4).starts_with("->"))
            rest.remove_prefix(6);
        else
            rest = rest_after(rest, rest.find("-->", 4), 3);
        return true;
    }
    const bool odd_close = rest.starts_with("</") && rest.size() > 2 && !is_letter(rest[2]);
    if (!rest.starts_with("<!") && !rest.starts_with("<?") && !odd_close) return false;
    rest = rest_after(rest, rest.find('>'), 1);
    return true;
}

// Where the tag that begins at the front ends: its ">" outside quoted values, else the end of all.
std::size_t tag_end(std::string_view rest, std::size_t from)
{
    bool after_equals = false;
    for (auto i = from; i < rest.size(); ++i) {
        const char c = rest[i];
        if (c == '>') return i;
        if (after_equals && (c == '"' || c == '\'')) {
            i = rest.find(c, i + 1);
            if (i == std::string_view::npos) return rest.size();
            after_equals = false;
        } else if (!is_space(c)) {
            after_equals = c == '=';
        }
    }
    return rest.size();
}

std::optional<HtmlTag> take_tag(std::string_view& rest)
{
    HtmlTag tag;
    std::size_t i = 1;
    if (i < rest.size() && rest[i] == '/') {
        tag.closes = true;
        ++i;
    }
    if (i >= rest.size() || !is_letter(rest[i])) return {};
    const auto name_from = i;
    while (i < rest.size() && !is_space(rest[i]) && rest[i] != '>' && rest[i] != '/') ++i;
    tag.name = rest.substr(name_from, i - name_from);
    const auto end = tag_end(rest, i);
    tag.attributes = rest.substr(i, end - i);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return tag;
}

void skip_unread_content(std::string_view& rest, std::string_view name)
{
    std::string close = "</";
    close += name;
    const auto at = find_nocase(rest, close);
    rest = rest_after(rest, at, 0);
}

struct Attribute {
    std::string_view name, value;
};

// Takes the next attribute off `rest`; false at the end.
bool take_attribute(std::string_view& rest, Attribute& attribute)
{
    while (!rest.empty() && (is_space(rest.front()) || rest.front() == '/')) rest.remove_prefix(1);
    if (rest.empty()) return false;
    std::size_t i = 1;
    while (i < rest.size() && !is_space(rest[i]) && rest[i] != '=' && rest[i] != '/') ++i;
    attribute = {rest.substr(0, i), {}};
    rest = trimmed_left(rest.substr(i));
    if (!rest.starts_with('=')) return true;
    rest = trimmed_left(rest.substr(1));
    if (rest.starts_with('"') || rest.starts_with('\'')) {
        const auto end = std::min(rest.find(rest.front(), 1), rest.size());
        attribute.value = rest.substr(1, end - 1);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        return true;
    }
    const auto end = std::min(rest.find_first_of(" \t\r\n"), rest.size());
    attribute.value = rest.substr(0, end);
    rest.remove_prefix(end);
    return true;
}

}

bool next_html_token(std::string_view& rest, HtmlToken& token)
{
    while (!rest.empty()) {
        if (rest.front() == '<') {
            if (skip_declaration(rest)) continue;
            if (auto tag = take_tag(rest)) {
                if (!tag->closes && unread_elements.equal(tag->name)) {
                    if (!tag->attributes.ends_with('/')) skip_unread_content(rest, tag->name);
                    continue;
                }
                token = {HtmlToken::Kind::tag, {}, *tag};
                return true;
            }
        }
        const auto end = std::min(rest.find('<', 1), rest.size());
        token = {HtmlToken::Kind::text, rest.substr(0, end), {}};
        rest.remove_prefix(end);
        return true;
    }
    return false;
}

std::string html_attribute(const HtmlTag& tag, std::string_view name)
{
    auto rest = tag.attributes;
    for (Attribute attribute; take_attribute(rest, attribute);)
        if (equal_nocase(attribute.name, name)) return decoded_references(attribute.value);
    return {};
}

bool has_html_attribute(const HtmlTag& tag, std::string_view name)
{
    auto rest = tag.attributes;
    for (Attribute attribute; take_attribute(rest, attribute);)
        if (equal_nocase(attribute.name, name)) return true;
    return false;
}

std::string decoded_references(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const auto plain = std::min(text.find('&'), text.size());
        out += text.substr(0, plain);
        text.remove_prefix(plain);
        if (text.empty()) break;
        const auto reference = html_reference(text);
        out += reference.size > 0 ? reference.text : "&";
        text.remove_prefix(reference.size > 0 ? reference.size : 1);
    }
    return out;
}

}
