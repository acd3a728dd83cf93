// UTF-8 as terminals and JSON need it: never malformed, and as wide as it looks.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace deskhand::engine {

// One code point from the front of `text` and the octets it takes. Malformed input (overlong,
// surrogate, cut short, beyond U+10FFFF) is U+FFFD of one octet. `text` must not be empty.
struct CodePoint {
    char32_t value = 0;
    std::size_t octets = 1;
};
CodePoint first_code_point(std::string_view text);

// Every malformed octet replaced by U+FFFD; well-formed text comes back as it was.
std::string repaired_utf8(std::string_view text);

// Columns of a terminal: combining marks take none, East Asian wide characters and emoji two.
std::size_t columns_of(std::string_view text);

// One line fit for a terminal: blanks and control characters become single spaces, what a terminal
// would obey (escape sequences, bidirectional overrides) is taken out.
std::string one_line(std::string_view text);

// The same with line breaks and tabs kept, for whole texts.
std::string tame_text(std::string_view text);

// `text` in at most `columns` columns, "…" standing for what was cut off.
std::string shortened(std::string_view text, std::size_t columns);

}
