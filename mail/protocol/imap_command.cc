#include "mail/protocol/imap_command.h"

#include <algorithm>
#include <cstdint>
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

// Code point at the front of `utf8`, which shrinks by it. Throws for anything but shortest-form
// UTF-8 without surrogates (RFC 3629).
std::uint32_t next_code_point(std::string_view& utf8)
{
    const auto lead = static_cast<unsigned char>(utf8.front());
    const std::size_t size = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    constexpr std::uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    std::uint32_t point = size == 1 ? lead : lead & (0xFFu >> (size + 1));
    bool valid = lead < 0x80 || (lead >= 0xC2 && lead < 0xF5 && utf8.size() >= size);
    for (std::size_t i = 1; valid && i < size; ++i) {
        const auto c = static_cast<unsigned char>(utf8[i]);
        valid = (c & 0xC0) == 0x80;
        point = point << 6 | (c & 0x3F);
    }
    if (!valid || point < least[size] || point > 0x10FFFF || (point >= 0xD800 && point < 0xE000))
        throw std::invalid_argument{"a folder name is not UTF-8"};
    utf8.remove_prefix(size);
    return point;
}

// Base64 of big-endian UTF-16 with "," for "/" and without padding.
std::string shifted(const std::vector<std::uint16_t>& units)
{
    static constexpr std::string_view alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";
    std::string out = "&";
    std::uint32_t bits = 0;
    int held = 0;
    for (const auto unit : units) {
        bits = bits << 16 | unit;
        for (held += 16; held >= 6; held -= 6) out += alphabet[bits >> (held - 6) & 63];
        bits &= (1u << held) - 1;
    }
    if (held > 0) out += alphabet[bits << (6 - held) & 63];
    return out + '-';
}

}

std::string modified_utf7(std::string_view utf8)
{
    std::string out;
    std::vector<std::uint16_t> units;
    const auto flush = [&] {
        if (!units.empty()) out += shifted(units);
        units.clear();
    };
    while (!utf8.empty()) {
        const auto point = next_code_point(utf8);
        if (point >= 0x20 && point < 0x7F) {
            flush();
            out += static_cast<char>(point);
            if (point == '&') out += '-';
        } else if (point < 0x10000) {
            units.push_back(static_cast<std::uint16_t>(point));
        } else {
            units.push_back(static_cast<std::uint16_t>(0xD800 + ((point - 0x10000) >> 10)));
            units.push_back(static_cast<std::uint16_t>(0xDC00 + ((point - 0x10000) & 0x3FF)));
        }
    }
    flush();
    return out;
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
    for (auto rest = utf8; !rest.empty();) next_code_point(rest);
    return plain(" " + quoted(utf8));
}

}
