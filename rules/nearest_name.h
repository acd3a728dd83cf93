// The known name that a misspelt one was probably meant to be.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace deskhand::rules {

// The name with the fewest edits (insert, delete, replace, swap of neighbours; case is free), when
// that is at most a third of the word's length and at least one edit is allowed; else empty.
// Words over 64 octets are not looked up.
std::string nearest_name(std::string_view word, std::span<const std::string> names);

// "did you mean `x`?" or, when nothing is near, "known are: a, b, c" (the first 12).
std::string suggestion(std::string_view word, std::span<const std::string> names);

}
