#include "mail/format/letters.h"

#include "mail/format/ascii.h"

#include <algorithm>

namespace deskhand::mail {
namespace {

// Of the letters U+0080 to U+07FF, which take two octets.
char32_t small_letter(char32_t c)
{
    if ((c >= 0xC0 && c <= 0xDE && c != 0xD7) || (c >= 0x391 && c <= 0x3A9 && c != 0x3A2) || (c >= 0x410 && c <= 0x42F)) return c + 0x20;
    if (c >= 0x400 && c <= 0x40F) return c + 0x50;
    const bool even_is_capital = (c >= 0x100 && c <= 0x12F) || (c >= 0x132 && c <= 0x137) || (c >= 0x14A && c <= 0x177) ||
                                 (c >= 0x218 && c <= 0x21B) || (c >= 0x460 && c <= 0x481) || (c >= 0x48A && c <= 0x4BF) || (c >= 0x4D0 && c <= 0x4FF);
    if (even_is_capital) return c | 1;
    const bool odd_is_capital = (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E);
    if (odd_is_capital) return c + (c & 1);
    switch (c) {
    case 0x386: return 0x3AC;
    case 0x388:
    case 0x389:
    case 0x38A: return c + 0x25;
    case 0x38C: return 0x3CC;
    case 0x38E:
    case 0x38F: return c + 0x3F;
    default: return c;
    }
}

}

std::string small_letters(std::string_view text)
{
    std::string out{text};
    for (std::size_t i = 0; i < out.size(); ++i) {
        const auto lead = static_cast<unsigned char>(out[i]);
        if (lead < 0x80) {
            out[i] = lower(out[i]);
            continue;
        }
        if (lead < 0xC3 || lead > 0xD4 || i + 1 == out.size()) continue;
        const auto trail = static_cast<unsigned char>(out[i + 1]);
        if ((trail & 0xC0) != 0x80) continue;
        const auto small = small_letter(static_cast<char32_t>((lead & 0x1F) << 6 | (trail & 0x3F)));
        out[i] = static_cast<char>(0xC0 | small >> 6);
        out[++i] = static_cast<char>(0x80 | (small & 0x3F));
    }
    return out;
}

std::string western_digits(std::string_view text)
{
    // The last octet counts up to nine.
    constexpr std::string_view zeros[] = {"\xD9\xA0", "\xDB\xB0", "\xE0\xA5\xA6", "\xE0\xB9\x90"};
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        std::size_t size = 0;
        const auto lead = static_cast<unsigned char>(text[i]);
        if (lead < 0xD9 || lead > 0xE0) { // most letters of most languages
            out += text[i++];
            continue;
        }
        for (const auto zero : zeros) {
            const auto here = text.substr(i, zero.size());
            if (here.size() != zero.size() || here.substr(0, zero.size() - 1) != zero.substr(0, zero.size() - 1)) continue;
            const auto value = static_cast<unsigned char>(here.back()) - static_cast<unsigned char>(zero.back());
            if (value < 0 || value > 9) continue;
            out += static_cast<char>('0' + value);
            size = zero.size();
        }
        if (size == 0) out += text[i];
        i += std::max<std::size_t>(size, 1);
    }
    return out;
}

}
