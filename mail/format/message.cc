#include "mail/format/message.h"

#include "mail/format/ascii.h"
#include "mail/format/closing_lines.h"
#include "mail/format/forwarded.h"
#include "mail/format/own_words.h"

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

namespace {

// A colon or semicolon outside quotes, comments and brackets: a group (RFC 6854), or a route in disguise.
bool is_group(std::string_view from)
{
    int comment = 0;
    bool quoted = false, bracket = false;
    for (std::size_t at = 0; at < from.size(); ++at) {
        const char c = from[at];
        if (c == '\\') ++at;
        else if (c == '"' && comment == 0) quoted = !quoted;
        else if (quoted) continue;
        else if (c == '(') ++comment;
        else if (c == ')' && comment > 0) --comment;
        else if (comment > 0) continue;
        else if (c == '<' || c == '>') bracket = c == '<';
        else if (!bracket && (c == ':' || c == ';')) return true;
    }
    return false;
}

}

const Address* author_of(const Message& message)
{
    if (message.from.size() != 1 || message.from.front().addr.empty()) return nullptr;
    const auto fields = std::count_if(message.headers.begin(), message.headers.end(),
                                      [](const Header& each) { return equal_nocase(each.name, "From"); });
    const auto group = std::any_of(message.as_written.begin(), message.as_written.end(),
                                   [](const Header& each) { return equal_nocase(each.name, "From") && is_group(each.value); });
    return fields > 1 || group ? nullptr : &message.from.front();
}

std::string own_text(const Message& message)
{
    const auto sender = sender_of(message);
    std::string own;
    for (const auto& span : message.spans) {
        if (span.kind == SpanKind::own) own += span.text;
        if (span.kind == SpanKind::signoff)
            own += std::string_view{span.text}.substr(0, typed_sign_off_size(span.text, sender));
    }
    if (!trimmed(own).empty()) return own;
    // a mail that only forwards another says what that one says
    auto forwarded = forwarded_words(message.spans);
    return trimmed(forwarded).empty() ? own : forwarded;
}

}
