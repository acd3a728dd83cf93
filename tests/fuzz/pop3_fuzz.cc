// Property: a POP3 answer means the same whether it arrives at once or in pieces; a body never grows
// beyond its limit, and never comes before its final dot.
#include "mail/protocol/pop3_reader.h"

#include <cstdlib>
#include <string>
#include <string_view>

using namespace deskhand::mail;

namespace {

constexpr Pop3Limits limits{.body = 512};

// A status, a body, and so on by turns, up to `size` octets at a time.
std::string story(std::string_view octets, std::size_t size)
{
    Pop3Reader reader{limits};
    std::string out;
    bool in_body = false;
    for (std::size_t at = 0; at < octets.size(); at += size) {
        reader.feed(std::string{octets.substr(at, size)});
        for (;;) {
            if (in_body) {
                const auto next = reader.body();
                const auto* body = std::get_if<Pop3Body>(&next);
                if (!body) break;
                if (body->octets.size() > limits.body || (body->withheld > 0 && !body->octets.empty())) std::abort();
                parse_pop3_lines(body->octets);
                parse_pop3_sizes(body->octets);
                out += "body " + body->octets + std::to_string(body->withheld) + '\n';
            } else {
                const auto next = reader.status();
                if (const auto* bad = std::get_if<Malformed>(&next)) return out + "malformed " + bad->reason;
                const auto* status = std::get_if<Pop3Status>(&next);
                if (!status) break;
                out += std::to_string(static_cast<int>(status->kind)) + status->code + status->text + '\n';
            }
            in_body = !in_body;
        }
    }
    return out + (reader.empty() ? "" : "more");
}

}

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    const std::string_view octets{reinterpret_cast<const char*>(data), size};
    const auto whole = story(octets, size + 1);
    if (story(octets, 1) != whole || story(octets, 3) != whole) std::abort();
    return 0;
}
