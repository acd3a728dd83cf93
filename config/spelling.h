// "Did you mean": the known word nearest to a mistyped one.
#pragma once
#include <span>
#include <string>
#include <string_view>

namespace deskhand::config {

// Insertions, deletions, replacements and swaps of neighbours between two words, case ignored.
// Time and space grow with the product of the lengths; callers keep words short.
int edit_distance(std::string_view a, std::string_view b);

// The known word that was probably meant; empty when none is near (a third of the length). Knows
// the words other programs use for the same thing, e.g. "username" for "user".
std::string_view nearest(std::string_view word, std::span<const std::string_view> known);

// "did you mean `host`?" or "known here: host, port, user".
std::string advice(std::string_view word, std::span<const std::string_view> known);

}
