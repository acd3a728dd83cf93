#include "predict/letters.h"

#include <algorithm>
#include <iterator>

namespace deskhand::predict {
namespace {

struct Range {
    char32_t first, last;
};

bool within(char32_t letter, const Range& range) { return letter >= range.first && letter <= range.last; }

template <std::size_t N>
bool within_any(char32_t letter, const Range (&ranges)[N])
{
    return std::any_of(std::begin(ranges), std::end(ranges),
                       [letter](const Range& range) { return within(letter, range); });
}

// Punctuation, symbols and spaces above ASCII (Unicode blocks, coarse on purpose).
constexpr Range separators[] = {{0x80, 0xA9},     {0xAB, 0xB4},     {0xB6, 0xB9},     {0xBB, 0xBF},
                                {0xD7, 0xD7},     {0xF7, 0xF7},     {0x2000, 0x206F}, {0x20A0, 0x20CF},
                                {0x2190, 0x2BFF}, {0x3000, 0x3004}, {0x3008, 0x3030}, {0xE000, 0xF8FF},
                                {0xFE10, 0xFE1F}, {0xFE30, 0xFE6F}, {0xFF00, 0xFF0F}, {0xFF1A, 0xFF20},
                                {0xFF3B, 0xFF40}, {0xFF5B, 0xFF65}, {0xFFE0, 0xFFFF}, {0x1F000, 0x1FAFF}};
constexpr Range ideographs[] = {{0x3005, 0x3007}, {0x3040, 0x30FF}, {0x3400, 0x4DBF},
                                {0x4E00, 0x9FFF}, {0xF900, 0xFAFF}, {0x20000, 0x3FFFF}};
constexpr Range ignored[] = {{0x27, 0x27},     {0xAD, 0xAD},     {0x2018, 0x2019}, {0x200B, 0x200F},
                             {0x2060, 0x2060}, {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}};

// Blocks where capitals and small letters take turns, the capital on the even or the odd place.
constexpr Range even_pairs[] = {{0x100, 0x137}, {0x14A, 0x177}, {0x1DE, 0x1EF}, {0x1F8, 0x21F}, {0x222, 0x233},
                                {0x370, 0x373}, {0x3D8, 0x3EF}, {0x460, 0x481}, {0x48A, 0x4BF}, {0x4D0, 0x52F},
                                {0x1E00, 0x1E95}, {0x1EA0, 0x1EFF}};
constexpr Range odd_pairs[] = {{0x139, 0x148}, {0x179, 0x17E}, {0x1CD, 0x1DC}, {0x4C1, 0x4CE}};

// Blocks whose small letters lie a fixed way behind the capitals.
struct Shifted {
    Range capitals;
    char32_t by;
};
constexpr Shifted shifted[] = {{{0xC0, 0xD6}, 0x20},    {{0xD8, 0xDE}, 0x20},    {{0x386, 0x386}, 0x26},
                               {{0x388, 0x38A}, 0x25},  {{0x38C, 0x38C}, 0x40},  {{0x38E, 0x38F}, 0x3F},
                               {{0x391, 0x3A1}, 0x20},  {{0x3A3, 0x3AB}, 0x20},  {{0x400, 0x40F}, 0x50},
                               {{0x410, 0x42F}, 0x20},  {{0x531, 0x556}, 0x30},  {{0xFF21, 0xFF3A}, 0x20}};

std::size_t sequence_length(unsigned char lead)
{
    if (lead >= 0xC2 && lead <= 0xDF) return 2;
    if (lead >= 0xE0 && lead <= 0xEF) return 3;
    if (lead >= 0xF0 && lead <= 0xF4) return 4;
    return 1;
}

}

CodePoint code_point_at(std::string_view text, std::size_t at)
{
    constexpr char32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    const auto lead = static_cast<unsigned char>(text[at]);
    const auto length = sequence_length(lead);
    if (length == 1 || at + length > text.size()) return {lead, 1};
    char32_t value = lead & (0x7Fu >> length);
    for (std::size_t i = 1; i < length; ++i) {
        const auto next = static_cast<unsigned char>(text[at + i]);
        if ((next & 0xC0) != 0x80) return {lead, 1};
        value = (value << 6) | (next & 0x3Fu);
    }
    const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
    if (value < smallest[length] || value > 0x10FFFF || surrogate) return {lead, 1};
    return {value, length};
}

char32_t folded(char32_t letter)
{
    if (letter < 0x80) return letter >= 'A' && letter <= 'Z' ? letter + 0x20 : letter;
    if (letter == 0x178) return 0xFF;  // capital y with diaeresis
    if (letter == 0x3C2) return 0x3C3; // final sigma
    for (const auto& block : shifted)
        if (within(letter, block.capitals)) return letter + block.by;
    if (within_any(letter, even_pairs)) return letter | 1;
    if (within_any(letter, odd_pairs)) return (letter & 1) ? letter + 1 : letter;
    return letter;
}

LetterKind kind_of(char32_t letter)
{
    if (letter < 0x80) {
        const bool alphabetic = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
        if (alphabetic || (letter >= '0' && letter <= '9') || letter == '_') return LetterKind::part;
        if (letter == '?' || letter == '!' || letter == '$' || letter == '%') return LetterKind::alone;
        return letter == '\'' ? LetterKind::nothing : LetterKind::separator;
    }
    if (within_any(letter, ignored)) return LetterKind::nothing;
    if (letter >= 0x3005 && within_any(letter, ideographs)) return LetterKind::alone;
    return within_any(letter, separators) ? LetterKind::separator : LetterKind::part;
}

}
