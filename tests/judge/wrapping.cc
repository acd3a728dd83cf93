#include "tests/judge/wrapping.h"

#include "mail/format/html_tokens.h"

#include <fmt/core.h>

namespace deskhand::judge {

std::string wrapped(const Record& record, std::string_view type)
{
    if (record.kind.ends_with("-eml")) return record.bytes;
    return fmt::format("From: {}\nTo: help@desk.example\nSubject: printer\nMIME-Version: 1.0\nContent-Type: {}; charset=utf-8\n"
                       "Content-Transfer-Encoding: 8bit\n\n{}",
                       record.sender.empty() ? "a@client.example" : record.sender, type, record.bytes);
}

std::string visible_text(std::string_view html)
{
    std::string text;
    for (mail::HtmlToken token; mail::next_html_token(html, token);) {
        if (token.kind == mail::HtmlToken::Kind::tag) text += ' ';
        else text += mail::decoded_references(token.text);
    }
    return text;
}

std::string without_blanks(std::string_view text)
{
    auto out = collapsed(text);
    std::erase(out, ' ');
    return out;
}

}
