// ASCII questions that ignore locale and case: header names and MIME words are ASCII.
#pragma once
#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace deskhand::mail {

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_letter(char c) { return lower(c) >= 'a' && lower(c) <= 'z'; }
constexpr bool is_blank(char c) { return c == ' ' || c == '\t'; }
constexpr bool is_space(char c)
{
    return is_blank(c) || c == '\r' || c == '\n' || c == '\f' || c == '\v';
}
constexpr bool is_high(char c) { return static_cast<unsigned char>(c) >= 0x80; }

inline bool equal_nocase(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                              [](char x, char y) { return lower(x) == lower(y); });
}

inline bool starts_nocase(std::string_view text, std::string_view prefix)
{
    return text.size() >= prefix.size() && equal_nocase(text.substr(0, prefix.size()), prefix);
}

inline bool ends_nocase(std::string_view text, std::string_view suffix)
{
    return text.size() >= suffix.size() &&
           equal_nocase(text.substr(text.size() - suffix.size()), suffix);
}

// Position of `needle` in `text`; npos when absent. Meant for short needles.
inline std::size_t find_nocase(std::string_view text, std::string_view needle, std::size_t from = 0)
{
    if (from > text.size()) return std::string_view::npos;
    const auto at =
        std::search(text.begin() + static_cast<std::ptrdiff_t>(from), text.end(), needle.begin(),
                    needle.end(), [](char x, char y) { return lower(x) == lower(y); });
    return at == text.end() && !needle.empty() ? std::string_view::npos
                                               : static_cast<std::size_t>(at - text.begin());
}

inline bool contains_nocase(std::string_view text, std::string_view needle)
{
    return find_nocase(text, needle) != std::string_view::npos;
}

inline std::string lowered(std::string_view text)
{
    std::string out{text};
    for (auto& c : out) c = lower(c);
    return out;
}

inline std::string_view trimmed_right(std::string_view text)
{
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return text;
}

inline std::string_view trimmed_left(std::string_view text)
{
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    return text;
}

inline std::string_view trimmed(std::string_view text) { return trimmed_left(trimmed_right(text)); }

// Any octet above 127, or ESC, which announces ISO 2022 text.
bool is_plain_ascii(std::string_view text);

// Takes the first line off `rest`, without its LF or CRLF.
inline std::string_view take_line(std::string_view& rest)
{
    const auto end = rest.find('\n');
    auto line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    return line;
}

}
