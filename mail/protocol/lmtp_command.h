// One line that an LMTP client says (RFC 2033, RFC 5321), as a value.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace deskhand::mail {

enum class AddressOctets { ascii, utf8 };

struct LmtpHello { std::string host; };
struct LmtpSender {
    std::string address;    // "" = null reverse-path
    std::uint64_t size = 0; // as announced by SIZE (RFC 1870); 0 = not announced
    AddressOctets allowed = AddressOctets::ascii; // utf8 = SMTPUTF8 was said
};
struct LmtpRecipient { std::string address; };
enum class LmtpVerb { data, rset, noop, vrfy, quit };

// An answer; of a line that cannot be followed, the one to give.
struct LmtpReply {
    int code = 0;
    std::string_view status; // RFC 3463, "5.5.4"
    std::string_view text;
};
// Not a word of the protocol at all: another program may be talking, or made to talk.
struct LmtpNoise {};

using LmtpCommand = std::variant<LmtpHello, LmtpSender, LmtpRecipient, LmtpVerb, LmtpReply, LmtpNoise>;

// The line without its CRLF; total. Paths are wanted in angle brackets, source routes are dropped
// (RFC 5321 appendix C). `allowed` is what the MAIL command before has allowed in addresses of RCPT:
// octets above 127 need its SMTPUTF8 (RFC 6531).
LmtpCommand parse_lmtp_command(std::string_view line, AddressOctets allowed);

}
