// Writing header fields: folded, 7-bit clean, and impossible to break out of.
#pragma once
#include "mail/format/message.h"

#include <string>
#include <string_view>
#include <vector>

namespace deskhand::mail {

// True for a name of printable ASCII without a colon.
bool is_header_name(std::string_view name);

// "Name: value" with CRLF, folded at blanks; text beyond ASCII, or that folding would change, in
// encoded words (RFC 2047). CR, LF, NUL and other controls become spaces.
std::string text_field(std::string_view name, std::string_view value);

// As text_field for values with a grammar of their own ("<mailto:a@b>, <https://c>"): ASCII is
// never encoded.
std::string structured_field(std::string_view name, std::string_view value);

// Mailboxes, one a line where they do not fit; those that cannot be written are left out. Empty
// when none is left.
std::string address_field(std::string_view name, const std::vector<Address>& addresses);

// Message ids in angle brackets, one a line where they do not fit; empty when none can be written.
std::string id_field(std::string_view name, const std::vector<std::string>& ids);

// "; name=value" lines of a parameter: quoted, or in RFC 2231 form beyond ASCII.
std::string parameter_lines(std::string_view name, std::string_view value);

// True when SMTP and RFC 5322 can carry the address as it stands: ASCII, one @, no blanks or
// brackets.
bool is_writable_address(std::string_view address);

}
