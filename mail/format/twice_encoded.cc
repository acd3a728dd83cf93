#include "mail/format/twice_encoded.h"

#include "mail/format/charset.h"
#include "mail/format/charset_convert.h"

#include <algorithm>
#include <array>

namespace deskhand::mail {
namespace {

constexpr std::size_t fewest_letters = 3; // fewer may be talk about this very fault

constexpr char32_t past_last = 0x2200; // no letter of these sets lies behind

// By character the octet above 127 that means it, 0 for none. An octet that means nothing stands for the
// control character of its number, as in HTML's tables.
using Octets = std::array<unsigned char, past_last>;

// Takes the first character off valid UTF-8 of two octets or more.
char32_t take_letter(std::string_view& text)
{
    const auto octet = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) & 0x3Fu : 0u; };
    const auto first = static_cast<unsigned char>(text.front());
    const std::size_t size = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    const char32_t code = size == 2 ? (first & 0x1Fu) << 6 | octet(1) : size == 3 ? (first & 0x0Fu) << 12 | octet(1) << 6 | octet(2) : past_last;
    text.remove_prefix(std::min(size, text.size()));
    return code;
}

Octets octets_by_letter(const std::string& charset)
{
    Octets octets{};
    for (unsigned octet = 128; octet < 256; ++octet) {
        const auto converted = convert(std::string(1, static_cast<char>(octet)), charset);
        std::string_view letter;
        if (converted && converted->errors == 0) letter = converted->text;
        const auto code = letter.empty() ? octet : take_letter(letter);
        if (code < past_last) octets[code] = static_cast<unsigned char>(octet);
    }
    return octets;
}

// Lead octets of UTF-8 are C2 to F4, the ones behind them 80 to BF.
bool is_lead(unsigned char octet) { return octet >= 0xC2 && octet <= 0xF4; }

// The letters as octets; nothing at the first that is none, or does not start as UTF-8 must.
std::optional<std::string> octets_of(std::string_view text, const Octets& meant)
{
    std::string octets;
    for (std::size_t behind = 0; !text.empty();) { // a lead
        if (static_cast<unsigned char>(text.front()) < 0x80) {
            if (behind > 0) return {};
            octets += text.front();
            text.remove_prefix(1);
            continue;
        }
        const auto letter = take_letter(text);
        const unsigned char octet = letter < past_last ? meant[letter] : 0;
        if (behind == 0 ? !is_lead(octet) : octet < 0x80 || octet > 0xBF) return {};
        behind = behind > 0 ? behind - 1 : octet >= 0xF0 ? 3 : octet >= 0xE0 ? 2 : 1;
        octets += static_cast<char>(octet);
    }
    return octets;
}

}

std::optional<std::string> decoded_once_more(std::string_view utf8)
{
    static const std::array<Octets, 2> tables{octets_by_letter("windows-1252"), octets_by_letter("windows-1251")};
    for (const auto& meant : tables) {
        auto octets = octets_of(utf8, meant);
        if (!octets || !is_utf8(*octets)) continue;
        const auto leads = std::count_if(octets->begin(), octets->end(), [](char c) { return is_lead(static_cast<unsigned char>(c)); });
        if (static_cast<std::size_t>(leads) >= fewest_letters) return octets;
    }
    return {};
}

}
