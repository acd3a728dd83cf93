// ${name} in the texts of actions: which names occur, and putting values in.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace deskhand::rules {

// Longest value put in for one name, in octets; the rest is cut at a character.
constexpr std::size_t longest_filled_value = 1000;

// Names in order of appearance, in lower case; a name is letters, digits, `_`, `.` and `-`. A `${`
// that no such name and `}` follow is ordinary text.
std::vector<std::string> placeholders_in(std::string_view text);

// The text with each ${name} replaced by `value_of(name)`, control characters made spaces; what is
// put in is not looked at again.
std::string fill_placeholders(std::string_view text,
                              const std::function<std::string(const std::string&)>& value_of);

// At most `octets` of the text, cut between UTF-8 characters.
std::string_view clipped(std::string_view text, std::size_t octets);

}
