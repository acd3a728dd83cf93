// A mail as it travels after DATA, and what has to be known about it before.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace deskhand::mail {

struct SmtpData {
    std::string octets;      // CRLF line ends, leading dots doubled, the final dot included
    std::uint64_t size = 0;  // octets of the mail itself, as SIZE counts them (RFC 1870)
};

// Bare CR and bare LF become CRLF, so that no server can see an end of data that we do not mean
// (SMTP smuggling); RFC 5321 sections 2.3.8 and 4.5.2. Linear.
SmtpData smtp_data(std::string_view mail);

// No octet above 127.
bool is_seven_bit(std::string_view octets);

// Everything before the first empty line; the whole mail when there is none.
std::string_view header_block(std::string_view mail);

// Whether an address can be written between < and > in a command: no CR, LF, NUL or other control
// character, no space, no angle bracket, at most 320 octets, and not empty.
bool is_sendable_address(std::string_view address);

}
