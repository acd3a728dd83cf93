// Text that any database takes: valid UTF-8 without NUL.
#pragma once
#include <string>
#include <string_view>

namespace deskhand::engine {

// True when the text is UTF-8 (RFC 3629: shortest form, no surrogates) and holds no NUL.
bool is_clean(std::string_view text);

// The text with every NUL and every octet that is no part of UTF-8 replaced by U+FFFD.
std::string clean_text(std::string_view text);

}
