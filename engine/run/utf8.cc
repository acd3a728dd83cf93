#include "engine/run/utf8.h"

#include <algorithm>
#include <array>

namespace deskhand::engine {
namespace {

constexpr char32_t replacement = 0xfffd;
constexpr std::string_view replacement_octets = "\xef\xbf\xbd";

struct Range {
    char32_t first, last;
};

// Combining marks, joiners and variation selectors (Unicode 15, general categories Mn, Me and Cf).
constexpr std::array<Range, 22> no_columns{{{0x0300, 0x036f}, {0x0483, 0x0489}, {0x0591, 0x05bd}, {0x0610, 0x061a},
                                            {0x064b, 0x065f}, {0x0670, 0x0670}, {0x06d6, 0x06dc}, {0x0711, 0x0711},
                                            {0x0730, 0x074a}, {0x0900, 0x0902}, {0x093c, 0x093c}, {0x0941, 0x0948},
                                            {0x0e31, 0x0e31}, {0x0e34, 0x0e3a}, {0x0e47, 0x0e4e}, {0x1ab0, 0x1aff},
                                            {0x1dc0, 0x1dff}, {0x200b, 0x200f}, {0x20d0, 0x20ff}, {0xfe00, 0xfe0f},
                                            {0xfe20, 0xfe2f}, {0xe0100, 0xe01ef}}};

// East Asian width W and F (Unicode Standard Annex 11) and pictographs shown as emoji.
constexpr std::array<Range, 12> two_columns{{{0x1100, 0x115f}, {0x2e80, 0x303e}, {0x3041, 0x33ff}, {0x3400, 0x4dbf},
                                             {0x4e00, 0x9fff}, {0xa000, 0xa4cf}, {0xac00, 0xd7a3}, {0xf900, 0xfaff},
                                             {0xfe30, 0xfe6f}, {0xff00, 0xff60}, {0x1f300, 0x1faff}, {0x20000, 0x3fffd}}};

// Directional overrides and isolates: a sender's name must not turn a line of ours around.
constexpr std::array<Range, 4> obeyed{{{0x200e, 0x200f}, {0x202a, 0x202e}, {0x2066, 0x2069}, {0xfeff, 0xfeff}}};

template <std::size_t Size>
bool within(const std::array<Range, Size>& ranges, char32_t value)
{
    return std::any_of(ranges.begin(), ranges.end(), [=](const Range& one) { return value >= one.first && value <= one.last; });
}

bool is_control(char32_t value) { return value < 0x20 || (value >= 0x7f && value < 0xa0); }

std::size_t width_of(char32_t value)
{
    if (is_control(value) || within(no_columns, value)) return 0;
    return within(two_columns, value) ? 2 : 1;
}

void append(std::string& out, std::string_view text, const CodePoint& point)
{
    if (point.value == replacement) out += replacement_octets;
    else out += text.substr(0, point.octets);
}

}

CodePoint first_code_point(std::string_view text)
{
    const auto octet = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    const auto lead = octet(0);
    if (lead < 0x80) return {lead, 1};
    const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || text.size() < length) return {replacement, 1};
    char32_t value = lead & (0x7fu >> length);
    for (std::size_t at = 1; at < length; ++at) {
        if ((octet(at) & 0xc0) != 0x80) return {replacement, 1};
        value = (value << 6) | (octet(at) & 0x3fu);
    }
    const bool overlong = (length == 3 && value < 0x800) || (length == 4 && value < 0x10000);
    if (overlong || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff)) return {replacement, 1};
    return {value, length};
}

std::string repaired_utf8(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    const auto is_high = [](char c) { return static_cast<unsigned char>(c) >= 0x80; };
    while (!text.empty()) {
        const auto plain = static_cast<std::size_t>(std::find_if(text.begin(), text.end(), is_high) - text.begin());
        out += text.substr(0, plain);
        text.remove_prefix(plain);
        if (text.empty()) break;
        const auto point = first_code_point(text);
        append(out, text, point);
        text.remove_prefix(point.octets);
    }
    return out;
}

std::size_t columns_of(std::string_view text)
{
    std::size_t columns = 0;
    while (!text.empty()) {
        const auto point = first_code_point(text);
        columns += width_of(point.value);
        text.remove_prefix(point.octets);
    }
    return columns;
}

std::string one_line(std::string_view text)
{
    std::string out;
    while (!text.empty()) {
        const auto point = first_code_point(text);
        const bool blank = point.value == ' ' || is_control(point.value) || point.value == 0x2028 || point.value == 0x2029;
        if (blank && !out.empty() && out.back() != ' ') out += ' ';
        if (!blank && !within(obeyed, point.value)) append(out, text, point);
        text.remove_prefix(point.octets);
    }
    if (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
}

std::string tame_text(std::string_view text)
{
    std::string out;
    while (!text.empty()) {
        const auto point = first_code_point(text);
        const bool kept = point.value == '\n' || point.value == '\t' || (!is_control(point.value) && !within(obeyed, point.value));
        if (kept) append(out, text, point);
        text.remove_prefix(point.octets);
    }
    return out;
}

std::string shortened(std::string_view text, std::size_t columns)
{
    if (columns_of(text) <= columns) return std::string{text};
    if (columns == 0) return {};
    std::string out;
    std::size_t used = 0;
    while (!text.empty()) {
        const auto point = first_code_point(text);
        used += width_of(point.value);
        if (used > columns - 1) break;
        append(out, text, point);
        text.remove_prefix(point.octets);
    }
    return out + "…";
}

}
