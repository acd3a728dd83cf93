// Letters of the languages mail is written in, for guessing a character set.
#pragma once
#include <span>
#include <string_view>

namespace deskhand::mail {

// The letters beyond ASCII of a language, commonest first, in small letters, and the character sets
// of one octet a letter that it is written in.
struct Alphabet {
    std::string_view letters;  // UTF-8
    std::string_view charsets; // iconv's names with blanks between
    int rarity = 0;            // points, see charset_guess.cc
};
std::span<const Alphabet> alphabets();

// Characters of East Asian scripts that make up most of what is written.
struct CommonCharacters {
    std::string_view simplified, traditional, japanese, korean; // UTF-8
};
const CommonCharacters& common_characters();

}
