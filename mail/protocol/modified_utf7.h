// Folder names as IMAP writes them, modified UTF-7 (RFC 3501 section 5.1.3), and as we do, UTF-8.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace deskhand::mail {

// "Entwürfe" -> "Entw&APw-rfe". Throws std::invalid_argument when `utf8` is not UTF-8.
std::string modified_utf7(std::string_view utf8);

// The other way; nothing for what is no modified UTF-7. Eight-bit octets, which some servers send, and a
// lonely "&" pass as they are.
std::optional<std::string> from_modified_utf7(std::string_view name);

}
