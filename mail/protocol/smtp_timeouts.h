// How long an SMTP client waits for what (RFC 5321 section 4.5.3.2).
#pragma once
#include <chrono>

namespace deskhand::mail {

// Shorter ones lose nothing before the final dot; at the dot they make duplicates (4.5.3.2.6).
struct SmtpTimeouts {
    std::chrono::milliseconds greeting = std::chrono::minutes{5};
    std::chrono::milliseconds command = std::chrono::minutes{5};    // EHLO, AUTH, MAIL, RCPT, RSET
    std::chrono::milliseconds data = std::chrono::minutes{2};       // the answer to DATA
    std::chrono::milliseconds block = std::chrono::minutes{3};      // no octet of the mail taken
    std::chrono::milliseconds final_dot = std::chrono::minutes{10}; // the answer to the mail
    std::chrono::milliseconds quit = std::chrono::seconds{5};       // 221 is a courtesy
    bool operator==(const SmtpTimeouts&) const = default;
};

}
