// The server's half of LMTP (RFC 2033): how a mail server hands mail in, one answer for each recipient.
#pragma once
#include "mail/protocol/byte_stream.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

namespace deskhand::mail {

struct LmtpLimits {
    std::uint64_t largest_mail = 250u << 20;   // octets; > 0
    std::size_t most_recipients = 100;         // of a mail, > 0 (RFC 5321 section 4.5.3.1.8 asks for 100)
    int most_errors = 20;                      // commands of a connection that broke the rules before it is closed, > 0
    int most_idle = 1000;                      // commands since the last mail before it is closed, > most_recipients
    std::chrono::milliseconds command = std::chrono::minutes{5}; // for a whole command line, waiting included
    std::chrono::milliseconds block = std::chrono::minutes{3};   // without an octet of a mail
    std::chrono::milliseconds mail = std::chrono::hours{1};      // for a whole mail, >= block
};

// A mail that came whole: nothing else is ever handed on.
struct LmtpMail {
    std::string sender; // envelope sender, "" = null reverse-path
    std::string octets; // dots taken off, otherwise as they came
    // Octets of a mail larger than the limit, when `octets` is its header alone. Its sender gets 552 whatever
    // becomes of the header.
    std::uint64_t withheld = 0;
};

// For whom the dialogue is held.
struct LmtpHost {
    std::string name;                                          // of the greeting; no CR or LF
    std::function<bool(const std::string& recipient)> knows{}; // absent = everybody is known
    // Comes back when the mail is durable for this recipient; only then 250 is said. What it throws is a 451.
    std::function<void(const LmtpMail& mail, const std::string& recipient)> deliver;
};

enum class LmtpEnd {
    quit,     // the client took leave
    gone,     // it hung up
    slow,     // it was silent, or too slow, beyond a limit; or our end is stopping
    shown_out // it made too many mistakes, or did not speak LMTP
};

// From the greeting to the end of the connection; how it ended. Throws nothing of the stream's: what was not answered
// with 250 will be sent again by the client, and `deliver` must bear that.
// A mail ends with CRLF.CRLF only. Bare CR and LF in it are octets like others and are kept, so that no
// second mail can be smuggled in (RFC 5321 section 2.3.8); a command that ends in a bare LF is refused.
LmtpEnd serve_lmtp(ByteStream& stream, const LmtpHost& host, const LmtpLimits& limits = {});

}
