// Letters and digits of scripts beyond ASCII.
#pragma once
#include <string>
#include <string_view>

namespace deskhand::mail {

// The UTF-8 text with its capital letters small where both take as many octets, so that places in it stay
// where they are; everything else, broken UTF-8 too, stays as it is.
std::string small_letters(std::string_view text);

// With ASCII digits for Arabic, Persian, Devanagari and Thai ones.
std::string western_digits(std::string_view text);

}
