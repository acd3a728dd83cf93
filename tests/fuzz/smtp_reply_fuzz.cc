// Property: what was read lies within the input, and a reply means the same when it arrives in two pieces.
#include "mail/protocol/smtp_extensions.h"
#include "mail/protocol/smtp_reply.h"

#include <cstdint>
#include <cstdlib>

using namespace deskhand::mail;

namespace {

void require(bool holds)
{
    if (!holds) std::abort();
}

bool same(const ParsedReply& a, const ParsedReply& b)
{
    return a.used == b.used && a.reply.code == b.reply.code && a.reply.status == b.reply.status &&
        a.reply.lines == b.reply.lines;
}

}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view input{reinterpret_cast<const char*>(data), size};
    const auto answer = parse_smtp_reply(input);
    const auto* whole = std::get_if<ParsedReply>(&answer);
    if (whole) {
        require(whole->used > 0 && whole->used <= size);
        require(whole->reply.code >= 200 && whole->reply.code <= 599 && !whole->reply.lines.empty());
        const auto again = parse_smtp_reply(input.substr(0, whole->used));
        require(std::holds_alternative<ParsedReply>(again) && same(std::get<ParsedReply>(again), *whole));
        (void)smtp_extensions(whole->reply);
    }
    // A piece from the front is the same reply, or not enough yet, or already hopeless.
    const auto first = parse_smtp_reply(input.substr(0, size / 2));
    if (const auto* early = std::get_if<ParsedReply>(&first)) require(whole && same(*early, *whole));
    if (std::holds_alternative<Malformed>(first)) require(std::holds_alternative<Malformed>(answer));
    return 0;
}
