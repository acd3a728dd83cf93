// Code points: decoding UTF-8, folding case, telling letters from the rest.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace deskhand::predict {

struct CodePoint {
    char32_t value = 0;
    std::size_t octets = 1; // read, >= 1
};

// The code point at `at` (< text.size()); an octet that starts no valid UTF-8 sequence is Latin-1.
CodePoint code_point_at(std::string_view text, std::size_t at);

// Simple case folding of the Latin, Greek, Cyrillic, Armenian and full-width letters; others stay.
char32_t folded(char32_t letter);

enum class LetterKind {
    part,     // of a word
    alone,    // a word by itself (Han, Hiragana, Katakana, and ? ! $ %)
    nothing,  // ignored inside words: apostrophes, soft hyphen, zero-width characters
    separator // ends a word
};

LetterKind kind_of(char32_t letter);

}
