#include "mail/protocol/imap_command.h"

#include "mail/protocol/modified_utf7.h"

#include <algorithm>
#include <stdexcept>

namespace deskhand::mail {
namespace {

void refuse_line_breaks(std::string_view text)
{
    constexpr std::string_view forbidden{"\r\n\0", 3};
    if (text.find_first_of(forbidden) != std::string_view::npos)
        throw std::invalid_argument{"a name or password for IMAP holds a line break or NUL"};
}

std::string quoted(std::string_view text)
{
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}

}

ImapCommand& ImapCommand::plain(std::string_view words)
{
    if (pieces_.empty() || pieces_.back().kind == ImapPiece::Kind::literal) pieces_.push_back({});
    pieces_.back().octets += words;
    return *this;
}

ImapCommand& ImapCommand::astring(std::string_view text)
{
    refuse_line_breaks(text);
    plain(" ");
    const bool seven_bit = std::all_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x7F; });
    if (seven_bit) return plain(quoted(text));
    pieces_.push_back({ImapPiece::Kind::literal, std::string{text}});
    return *this;
}

ImapCommand& ImapCommand::folder(std::string_view utf8)
{
    refuse_line_breaks(utf8);
    return astring(modified_utf7(utf8));
}

ImapCommand& ImapCommand::utf8_folder(std::string_view utf8)
{
    refuse_line_breaks(utf8);
    modified_utf7(utf8); // refuses what is no UTF-8
    return plain(" " + quoted(utf8));
}

}
