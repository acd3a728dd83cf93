// One SMTP server reply as a value (RFC 5321 section 4.2).
#pragma once
#include "mail/protocol/grammar.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace deskhand::mail {

struct SmtpReply {
    int code = 0;                    // 200..599
    std::string status;              // enhanced status "4.2.1" (RFC 3463) or empty
    std::vector<std::string> lines;  // text of each line, code and separator removed

    bool positive() const { return code / 100 == 2; }
    bool transient() const { return code / 100 == 4; }
    bool permanent() const { return code / 100 == 5; }
};

struct ParsedReply { SmtpReply reply; std::size_t used = 0; };

// Octets of one line at most; RFC 5321 section 4.5.3.1.5 says 512, servers say more.
inline constexpr std::size_t longest_smtp_line = 4096;

// Reads one reply from the front of `input`. Total: every input gives one of the three answers.
std::variant<ParsedReply, NeedMore, Malformed> parse_smtp_reply(std::string_view input);

}
