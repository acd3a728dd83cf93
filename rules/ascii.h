// Letters of ASCII without regard to case, for names, addresses and header fields.
#pragma once
#include <algorithm>
#include <string>
#include <string_view>

namespace deskhand::rules {

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

inline std::string lower(std::string_view text)
{
    std::string lowered{text};
    std::ranges::transform(lowered, lowered.begin(), [](char c) { return lower(c); });
    return lowered;
}

constexpr bool is_ascii(std::string_view text)
{
    return std::ranges::none_of(text, [](char c) { return (c & 0x80) != 0; });
}

}
