// "Did you mean": the known word nearest to a mistyped one.
#pragma once
#include <span>
#include <string>
#include <string_view>

namespace deskhand::config {

// The known word that was probably meant; empty when none is near (a third of the length). Knows
// the words other programs use for the same thing, e.g. "username" for "user".
std::string_view nearest(std::string_view word, std::span<const std::string_view> known);

// "did you mean `host`?" or "known here: host, port, user".
std::string advice(std::string_view word, std::span<const std::string_view> known);

}
