// What an SMTP server says it can do, read from its EHLO reply (RFC 5321 section 4.1.1.1).
#pragma once
#include "mail/protocol/smtp_reply.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace deskhand::mail {

struct SmtpExtensions {
    bool starttls = false;       // RFC 3207
    bool pipelining = false;     // RFC 2920
    bool size = false;           // RFC 1870: MAIL takes SIZE=
    bool eight_bit_mime = false; // RFC 6152
    bool smtp_utf8 = false;      // RFC 6531
    std::optional<std::uint64_t> largest_mail; // octets; absent = no fixed limit named
    std::vector<std::string> auth;             // mechanisms in capitals (RFC 4954)

    bool offers(std::string_view mechanism) const;
};

// Keywords count in any case and only as whole words at the start of a line; the first line is a
// greeting and says nothing. "AUTH=LOGIN" is read as AUTH (old Exchange and qmail spell it so).
SmtpExtensions smtp_extensions(const SmtpReply& ehlo);

}
