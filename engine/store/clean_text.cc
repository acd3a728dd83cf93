#include "engine/store/clean_text.h"

#include <cstdint>
#include <cstring>

namespace deskhand::engine {

namespace {

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0u) == 0x80u; }

// Octets of the sequence at `at`, which is not plain ASCII; 0 = not UTF-8.
std::size_t sequence_at(std::string_view text, std::size_t at)
{
    const auto lead = static_cast<unsigned char>(text[at]);
    const std::size_t length = lead >= 0xC2 && lead <= 0xDF ? 2 : lead >= 0xE0 && lead <= 0xEF ? 3
                               : lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
    if (length == 0 || at + length > text.size()) return 0;
    for (std::size_t i = 1; i < length; ++i)
        if (!is_continuation(text[at + i])) return 0;
    const auto second = static_cast<unsigned char>(text[at + 1]);
    const bool overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
    const bool surrogate = lead == 0xED && second > 0x9F;
    const bool beyond = lead == 0xF4 && second > 0x8F;
    return overlong || surrogate || beyond ? 0 : length;
}

// Start of the first octet that must be replaced, from `at` on.
std::size_t first_fault(std::string_view text, std::size_t at)
{
    constexpr std::uint64_t high = 0x8080808080808080u, ones = 0x0101010101010101u;
    while (at < text.size()) {
        if (at + 8 <= text.size()) {
            std::uint64_t eight;
            std::memcpy(&eight, text.data() + at, 8);
            if (((eight | (eight - ones)) & high) == 0) { // eight ASCII octets, none of them NUL
                at += 8;
                continue;
            }
        }
        const auto c = static_cast<unsigned char>(text[at]);
        if (c == 0) return at;
        const std::size_t length = c < 0x80 ? 1 : sequence_at(text, at);
        if (length == 0) return at;
        at += length;
    }
    return text.size();
}

}

bool is_clean(std::string_view text) { return first_fault(text, 0) == text.size(); }

std::string clean_text(std::string_view text)
{
    std::string clean;
    clean.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const auto fault = first_fault(text, at);
        clean.append(text.substr(at, fault - at));
        if (fault < text.size()) clean += "\xEF\xBF\xBD";
        at = fault + 1;
    }
    return clean;
}

}
