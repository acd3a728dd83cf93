// Any octets give a message; its spans are its text; what was read can be judged.
#include "mail/format/judgement.h"
#include "mail/format/parse_message.h"

#include <cstdint>
#include <cstdlib>

using namespace deskhand::mail;

namespace {

void require(bool holds)
{
    if (!holds) std::abort();
}

std::size_t spans_size(const Message& message)
{
    std::size_t size = 0;
    for (const auto& span : message.spans) {
        require(std::string_view{message.text}.substr(size, span.text.size()) == span.text);
        size += span.text.size();
    }
    return size;
}

}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view input{reinterpret_cast<const char*>(data), size};
    const auto message = parse_message(input, {.depth = 8, .parts = 50, .header_octets = 4'000});
    require(message.size == size);
    require(message.sha256.size() == 64);
    require(message.leaves.size() <= 50);
    require(spans_size(message) == message.text.size());
    for (const auto* text : {&message.text, &message.html, &message.subject}) require(text->find('\0') == std::string::npos);
    const auto judgement = judge(message);
    require(judgement.may_answer.answer == judgement.may_answer.because.empty());
    return 0;
}
