#include "mail/format/html_guard.h"

#include "mail/format/ascii.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace deskhand::mail {
namespace {

constexpr std::size_t deepest = 400;         // open elements; browsers stop at 512
constexpr std::size_t most_nodes = 600'000;  // estimate of the tree's size
constexpr std::size_t most_attributes = 300; // of one tag
constexpr std::size_t largest = 4 << 20;     // octets

struct Tag {
    std::string_view name;
    bool closes = false;
    std::size_t attributes = 0;
};

// Takes the markup at the front of `rest` ("<" stands there); nothing for text that merely looks
// like it, which is then one character.
std::optional<Tag> take_markup(std::string_view& rest)
{
    if (rest.starts_with("<!--")) {
        const auto end = rest.find("-->", 4);
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 3);
        return Tag{};
    }
    Tag tag;
    std::size_t i = 1;
    if (i < rest.size() && rest[i] == '/') {
        tag.closes = true;
        ++i;
    }
    const bool declaration = i < rest.size() && (rest[i] == '!' || rest[i] == '?');
    if (!declaration && (i >= rest.size() || !is_letter(rest[i]))) {
        rest.remove_prefix(1);
        return {};
    }
    const auto name_from = i;
    while (i < rest.size() && !is_space(rest[i]) && rest[i] != '>' && rest[i] != '/') ++i;
    tag.name = rest.substr(name_from, i - name_from);
    char quote = 0;
    for (; i < rest.size(); ++i) {
        const char c = rest[i];
        if (quote)
            quote = c == quote ? '\0' : quote;
        else if ((c == '"' || c == '\'') && rest[i - 1] == '=')
            quote = c;
        else if (c == '>')
            break;
        else if (is_space(c))
            ++tag.attributes;
    }
    rest.remove_prefix(std::min(i + 1, rest.size()));
    return tag;
}

bool is_any_of(std::string_view name, std::initializer_list<std::string_view> names)
{
    return std::any_of(names.begin(), names.end(),
                       [&](auto known) { return equal_nocase(name, known); });
}

bool is_void(std::string_view name)
{
    return name.empty() || name.front() == '!' || name.front() == '?' ||
           is_any_of(name, {"br", "img", "hr", "meta", "link", "input", "col", "area", "base",
                            "wbr", "param"});
}

bool closes_by_itself(std::string_view name)
{
    return is_any_of(name, {"p", "li", "td", "tr", "th", "tbody", "dt", "dd", "option", "o:p"});
}

bool is_formatting(std::string_view name)
{
    return is_any_of(name, {"a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small",
                            "strike", "strong", "tt", "u"});
}

void append_code_point(std::string& out, unsigned long code)
{
    if (code == 0 || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) return;
    if (code < 0x80) {
        out += static_cast<char>(code);
        return;
    }
    const int tails = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    constexpr std::array<unsigned long, 4> marks = {0, 0xC0, 0xE0, 0xF0};
    out += static_cast<char>(marks[static_cast<std::size_t>(tails)] | (code >> (6 * tails)));
    for (int i = tails - 1; i >= 0; --i)
        out += static_cast<char>(0x80 | ((code >> (6 * i)) & 0x3F));
}

// Decodes the reference at the front of `rest` ("&" stands there).
void take_reference(std::string_view& rest, std::string& out)
{
    constexpr std::pair<std::string_view, char> named[] = {
        {"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}, {"nbsp", ' '}};
    const auto end = rest.substr(0, 12).find(';');
    if (end != std::string_view::npos) {
        const auto name = rest.substr(1, end - 1);
        if (name.starts_with('#')) {
            const bool hex = name.size() > 1 && lower(name[1]) == 'x';
            const auto digits = name.substr(hex ? 2 : 1);
            unsigned long code = 0;
            std::from_chars(digits.data(), digits.data() + digits.size(), code, hex ? 16 : 10);
            append_code_point(out, code);
            rest.remove_prefix(end + 1);
            return;
        }
        for (const auto& [known, c] : named)
            if (name == known) {
                out += c;
                rest.remove_prefix(end + 1);
                return;
            }
    }
    out += '&';
    rest.remove_prefix(1);
}

}

bool is_tame_html(std::string_view html)
{
    if (html.size() > largest) return false;
    std::size_t depth = 0, formatting = 0, most_formatting = 0, tags = 0;
    for (auto at = html.find('<'); at != std::string_view::npos; at = html.find('<')) {
        html.remove_prefix(at);
        const auto tag = take_markup(html);
        if (!tag || is_void(tag->name)) continue;
        ++tags;
        if (tag->attributes > most_attributes) return false;
        const bool format = is_formatting(tag->name);
        if (tag->closes) {
            if (!closes_by_itself(tag->name)) depth -= std::min<std::size_t>(depth, 1);
            if (format) formatting -= std::min<std::size_t>(formatting, 1);
            continue;
        }
        if (!closes_by_itself(tag->name)) ++depth;
        if (format) most_formatting = std::max(most_formatting, ++formatting);
        if (depth > deepest || tags * (1 + most_formatting / 4) > most_nodes) return false;
    }
    return true;
}

std::string stripped_html(std::string_view html)
{
    std::string out;
    out.reserve(html.size() / 2);
    while (!html.empty()) {
        const auto next = std::min(html.find_first_of("<&"), html.size());
        out += html.substr(0, next);
        html.remove_prefix(next);
        if (html.empty()) break;
        if (html.front() == '&') {
            take_reference(html, out);
            continue;
        }
        const auto tag = take_markup(html);
        if (!tag) {
            out += '<';
            continue;
        }
        if (is_any_of(tag->name, {"script", "style"}) && !tag->closes) {
            const auto end =
                find_nocase(html, equal_nocase(tag->name, "script") ? "</script" : "</style");
            html.remove_prefix(std::min(end, html.size()));
        } else if (is_any_of(tag->name, {"br", "p", "div", "tr", "li", "table", "blockquote", "h1",
                                         "h2", "h3"}) &&
                   !out.ends_with('\n')) {
            out += '\n';
        }
    }
    return out;
}

}
