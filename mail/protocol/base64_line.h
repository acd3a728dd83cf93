// Base64 as mail protocols put it on a line: no breaks (RFC 4648 section 4).
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace deskhand::mail {

// Padded.
std::string base64(std::string_view octets);

// Padding may be missing; nothing for what is no base64.
std::optional<std::string> from_base64(std::string_view text);

}
