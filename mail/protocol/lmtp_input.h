// What an LMTP client says, cut into command lines and mails, within limits of size and time.
#pragma once
#include "mail/protocol/byte_stream.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace deskhand::mail {

class LmtpInput {
public:
    explicit LmtpInput(ByteStream& stream) : stream_{stream} {}

    struct Line {
        std::string text; // without its end
        enum class Fault { none, too_long, bare_line_end, control_octet } fault = Fault::none;
    };
    // The next line, whole before `within` has passed. Throws StreamError as the stream does, {deadline} when
    // it takes longer, {malformed} when no end comes within 64 KiB.
    Line line(std::chrono::milliseconds within);

    struct Patience {
        std::chrono::milliseconds block, whole; // without an octet; for all of it
    };
    struct Data {
        std::string octets;         // without doubled dots
        std::uint64_t withheld = 0; // octets of a mail beyond `most`, when `octets` is its header alone
    };
    // Everything up to the line with a single dot (RFC 5321 section 4.5.2). Throws as line() does: the end of the
    // stream is never the end of a mail.
    Data data(std::uint64_t most, const Patience& patience);

    // Whether the next line is here already.
    bool line_waiting() const { return heard_.find('\n', at_) != std::string::npos; }

private:
    using Moment = std::chrono::steady_clock::time_point;
    void hear_more(Moment until, std::chrono::milliseconds patience);
    // Takes what can be taken of a mail; true when its end was there.
    bool take(Data& data, std::uint64_t& size, std::uint64_t most);
    std::string_view rest() const { return std::string_view{heard_}.substr(at_); }

    ByteStream& stream_;
    std::string heard_;
    std::size_t at_ = 0; // in heard_: what has been used up
    bool line_start_ = true; // of a mail
};

}
