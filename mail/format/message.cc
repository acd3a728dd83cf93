#include "mail/format/message.h"

#include "mail/format/ascii.h"

namespace deskhand::mail {

const Header* find_header(const Message& message, std::string_view name)
{
    for (const auto& header : message.headers)
        if (equal_nocase(header.name, name)) return &header;
    return nullptr;
}

std::string_view header_value(const Message& message, std::string_view name)
{
    const auto* header = find_header(message, name);
    return header ? std::string_view{header->value} : std::string_view{};
}

std::string own_text(const Message& message)
{
    const auto joined = [&](SpanKind kind) {
        std::string text;
        for (const auto& span : message.spans)
            if (span.kind == kind) text += span.text;
        return text;
    };
    auto own = joined(SpanKind::own);
    // a mail that only forwards another says what that one says
    return trimmed(own).empty() ? joined(SpanKind::forward) : own;
}

}
