// Text cut into words without a dictionary: what a comparison of two texts runs over.
#pragma once
#include "mail/format/ascii.h"

#include <string_view>

namespace deskhand::mail {

// Octets of the UTF-8 letter at the start of the text (1 for broken ones).
constexpr std::size_t letter_size(std::string_view text)
{
    const auto first = static_cast<unsigned char>(text.front());
    const std::size_t size = first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    return size <= text.size() ? size : text.size();
}

// A letter of a script that writes no spaces between words (U+3000 and above: Chinese, Japanese, Korean and beyond).
constexpr bool is_word_by_itself(std::string_view letter) { return !letter.empty() && static_cast<unsigned char>(letter.front()) >= 0xE3; }

// General punctuation U+2000 to U+206F, no-break space and guillemets part words like a blank.
constexpr bool is_wide_mark(std::string_view letter)
{
    return letter.starts_with("\xE2\x80") || letter.starts_with("\xE2\x81") || letter == "\xC2\xA0" || letter == "\xC2\xAB" ||
           letter == "\xC2\xBB" || letter.starts_with("\xE3\x80") || letter.starts_with("\xEF\xBC\x8C") || letter.starts_with("\xEF\xBC\x9A");
}

// Calls `found(word)` for each run of letters and digits, in order; letters of scripts without spaces each by itself.
template <class Found>
void for_each_word(std::string_view text, Found found)
{
    std::size_t start = 0;
    const auto end_word = [&](std::size_t at) {
        if (at > start) found(text.substr(start, at - start));
    };
    for (std::size_t at = 0; at < text.size();) {
        const auto letter = text.substr(at, letter_size(text.substr(at)));
        const bool plain = !is_high(letter.front());
        const bool in_word = plain ? is_letter(letter.front()) || is_digit(letter.front()) : !is_wide_mark(letter);
        if (!in_word || is_word_by_itself(letter)) {
            end_word(at);
            if (in_word) found(letter);
            start = at + letter.size();
        }
        at += letter.size();
    }
    end_word(text.size());
}

}
