// An LMTP client may say anything: the dialogue ends, says nothing but replies, and hands on no more than it was told to.
#include "mail/protocol/lmtp_server.h"

#include <cstdint>
#include <cstdlib>
#include <string>

using namespace deskhand::mail;

namespace {

// Says the input in pieces and then hangs up.
class Input final : public ByteStream {
public:
    Input(std::string_view octets, std::size_t piece) : rest_{octets}, piece_{piece} {}
    std::string read() override
    {
        if (rest_.empty()) throw StreamError{StreamError::Cause::closed, "the input is over"};
        std::string octets{rest_.substr(0, piece_)};
        rest_.remove_prefix(octets.size());
        return octets;
    }
    void write(std::string_view bytes) override { said += bytes; }
    bool readable_within(std::chrono::milliseconds) override { return true; }
    void set_patience(std::chrono::milliseconds) override {}
    void start_tls(const std::string&) override { std::abort(); }

    std::string said;

private:
    std::string_view rest_;
    std::size_t piece_;
};

std::string outcome(std::string_view octets, std::size_t piece)
{
    Input input{octets, piece};
    std::string delivered;
    const LmtpLimits limits{.largest_mail = 100, .most_recipients = 3, .most_errors = 5, .most_idle = 50};
    const LmtpHost host{.name = "desk",
                        .deliver = [&](const LmtpMail& mail, const std::string& recipient) {
                            if (mail.octets.size() > limits.largest_mail) std::abort();
                            delivered += mail.sender + ">" + recipient + ":" + mail.octets + "|";
                        }};
    serve_lmtp(input, host, limits);
    if (input.said.substr(0, 4) != "220 ") std::abort();
    for (std::size_t at = 0; at < input.said.size();) { // whole lines, each with a code
        const auto end = input.said.find("\r\n", at);
        if (end == std::string::npos || input.said[at] < '2' || input.said[at] > '5') std::abort();
        at = end + 2;
    }
    return delivered;
}

}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view octets{reinterpret_cast<const char*>(data), size};
    if (outcome(octets, octets.size() + 1) != outcome(octets, 1)) std::abort(); // however it is cut
    return 0;
}
