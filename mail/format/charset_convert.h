// Octets of a named character set to UTF-8 by iconv.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace deskhand::mail {

struct Converted {
    std::string text;
    std::size_t errors = 0; // illegal octets, each replaced by U+FFFD
};

// Nothing when iconv does not know the charset.
std::optional<Converted> convert(std::string_view octets, const std::string& charset);

}
