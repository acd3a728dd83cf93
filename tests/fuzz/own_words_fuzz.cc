// Any text is cut into spans that are the text; words of its own come out wherever something stands outside of a
// quotation; the HTML without its quotation is never longer, and nothing read twice comes out otherwise.
#include "mail/format/forwarded.h"
#include "mail/format/own_html.h"
#include "mail/format/own_words.h"
#include "mail/format/quoted_lines.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <vector>

using namespace deskhand::mail;

namespace {

void require(bool holds)
{
    if (!holds) std::abort();
}

// Blank spans have no say.
bool is_blank_span(const Span& span) { return visible(span.text).empty(); }

void check_spans(std::string_view text, const std::vector<Span>& spans)
{
    std::size_t size = 0;
    bool own = false, other = false;
    for (const auto& span : spans) {
        require(text.substr(size, span.text.size()) == span.text);
        require(!span.text.empty());
        size += span.text.size();
        const bool words = span.kind == SpanKind::own || span.kind == SpanKind::forward;
        own = own || (words && !is_blank_span(span));
        other = other || (!words && span.kind != SpanKind::quote && !is_blank_span(span));
    }
    require(size == text.size());
    require(own || !other); // what is left besides quotations is the writer's
}

}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view input{reinterpret_cast<const char*>(data), size};
    const auto cut = std::min(input.find('\0'), input.size());
    const auto text = input.substr(0, cut);
    Message message;
    message.headers = {{"From", "Rita Rot <rita@client.example>"}};
    message.subject = input.substr(0, std::min<std::size_t>(size, 12));
    message.text = text;
    message.spans = spans_of(text, sender_of(message));
    check_spans(text, message.spans);
    const std::vector<std::string> sent{std::string{input.substr(cut)}};
    check_spans(text, spans_of(text, {}, sent));
    if (const auto forwarded = forwarded_in(message)) require(forwarded->text.size() <= text.size());
    require(own_text(message).size() <= text.size());
    require(own_html(input).size() <= size);
    return 0;
}
