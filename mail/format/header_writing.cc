#include "mail/format/header_writing.h"

#include "mail/format/ascii.h"
#include "mail/format/charset.h"

#include <gmime/gmime.h>

#include <algorithm>
#include <array>

namespace deskhand::mail {
namespace {

constexpr std::size_t line_width = 76;  // octets without CRLF
constexpr std::size_t word_octets = 39; // of UTF-8 in one encoded word, 52 in base64
constexpr std::size_t longest_ascii_word =
    900; // octets that may stand in a line; RFC 5322 ends at 998

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

// Valid UTF-8 on one line, blanks at the ends taken off.
std::string clean(std::string_view value)
{
    std::string text = to_utf8(value, "utf-8").text;
    for (auto& c : text)
        if (is_control(c)) c = ' ';
    return std::string{trimmed(text)};
}

bool is_ascii(std::string_view text) { return std::none_of(text.begin(), text.end(), is_high); }

std::size_t longest_word(std::string_view text)
{
    std::size_t longest = 0, now = 0;
    for (const char c : text) {
        now = c == ' ' ? 0 : now + 1;
        longest = std::max(longest, now);
    }
    return longest;
}

std::string base64(std::string_view octets)
{
    GMimeEncoding state;
    g_mime_encoding_init_encode(&state, GMIME_CONTENT_ENCODING_BASE64);
    std::string out(g_mime_encoding_outlen(&state, octets.size()) + 8, '\0');
    out.resize(g_mime_encoding_flush(&state, octets.data(), octets.size(), out.data()));
    std::erase(out, '\n');
    return out;
}

// Encoded words, whole characters each, one blank between two.
std::vector<std::string> encoded_words(std::string_view text)
{
    std::vector<std::string> words;
    while (!text.empty()) {
        auto size = std::min(text.size(), word_octets);
        while (size < text.size() && size > 1 &&
               (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80)
            --size;
        words.push_back("=?utf-8?b?" + base64(text.substr(0, size)) + "?=");
        text.remove_prefix(size);
    }
    return words;
}

// "Name:" and the pieces, blanks between them, a new line where the width is reached.
std::string folded(std::string_view name, const std::vector<std::string>& pieces)
{
    std::string out{name};
    out += ':';
    std::size_t column = out.size();
    bool first = true;
    for (const auto& piece : pieces) {
        if (!first && column + 1 + piece.size() > line_width) {
            out += "\r\n";
            column = 0;
        }
        out += ' ';
        out += piece;
        column += 1 + piece.size();
        first = false;
    }
    return out + "\r\n";
}

std::vector<std::string> split_at_blanks(std::string_view text)
{
    std::vector<std::string> pieces;
    while (!text.empty()) {
        const auto end = text.find(' ');
        if (end != 0) pieces.emplace_back(text.substr(0, end));
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 1);
    }
    return pieces;
}

bool is_atom(std::string_view text)
{
    constexpr std::string_view specials = "()<>[]:;@\\,.\"=?_";
    return std::none_of(text.begin(), text.end(),
                        [&](char c) { return specials.find(c) != std::string_view::npos; });
}

// A display name as pieces that may be folded between.
std::vector<std::string> phrase_pieces(std::string_view name)
{
    const auto text = clean(name);
    if (text.empty()) return {};
    if (!is_ascii(text) || text.find("=?") != std::string::npos ||
        longest_word(text) > longest_ascii_word)
        return encoded_words(text);
    if (is_atom(text) && text.find("  ") == std::string::npos) return split_at_blanks(text);
    if (text.size() > line_width) return encoded_words(text);
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += c;
    }
    return {quoted + '"'};
}

std::string percent_encoded(std::string_view text)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        if (is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == '_') {
            out += c;
            continue;
        }
        out += '%';
        out += digits[static_cast<unsigned char>(c) >> 4];
        out += digits[static_cast<unsigned char>(c) & 15];
    }
    return out;
}

}

bool is_header_name(std::string_view name)
{
    return !name.empty() && name.size() < line_width &&
           std::all_of(name.begin(), name.end(),
                       [](char c) { return c > ' ' && c < 0x7F && c != ':'; });
}

std::string text_field(std::string_view name, std::string_view value)
{
    const auto text = clean(value);
    const bool plain =
        is_ascii(text) && text.find("=?") == std::string::npos && longest_word(text) < line_width;
    const bool fits = name.size() + 2 + text.size() <= line_width;
    if (plain && fits) return std::string{name} + ": " + text + "\r\n";
    if (plain && text.find("  ") == std::string::npos) return folded(name, split_at_blanks(text));
    return folded(name, encoded_words(text));
}

std::string structured_field(std::string_view name, std::string_view value)
{
    const auto text = clean(value);
    if (!is_ascii(text) || longest_word(text) > longest_ascii_word)
        return folded(name, encoded_words(text));
    return folded(name, split_at_blanks(text));
}

bool is_writable_address(std::string_view address)
{
    const auto at = address.rfind('@');
    if (at == std::string_view::npos || at == 0 || at + 1 == address.size() || address.size() > 320)
        return false;
    if (std::any_of(address.begin(), address.end(),
                    [](char c) { return is_high(c) || is_control(c); }))
        return false;
    const auto local = address.substr(0, at), domain = address.substr(at + 1);
    const bool quoted =
        local.size() > 2 && local.front() == '"' && local.back() == '"' &&
        local.substr(1, local.size() - 2).find_first_of("\"\\") == std::string_view::npos;
    constexpr std::string_view specials = "()<>[]:;@\\,\" ";
    const auto special = [&](char c) { return specials.find(c) != std::string_view::npos; };
    if (!quoted && std::any_of(local.begin(), local.end(), special)) return false;
    const bool literal = domain.size() > 2 && domain.front() == '[' && domain.back() == ']';
    const auto inner = literal ? domain.substr(1, domain.size() - 2) : domain;
    return std::all_of(inner.begin(), inner.end(), [&](char c) {
        return is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == '_' ||
               (literal && c == ':');
    });
}

std::string address_field(std::string_view name, const std::vector<Address>& addresses)
{
    std::vector<std::string> pieces;
    for (const auto& address : addresses) {
        if (!is_writable_address(address.addr)) continue;
        if (!pieces.empty()) pieces.back() += ',';
        auto phrase = phrase_pieces(address.name);
        pieces.insert(pieces.end(), phrase.begin(), phrase.end());
        pieces.push_back(phrase.empty() ? address.addr : "<" + address.addr + ">");
    }
    return pieces.empty() ? std::string{} : folded(name, pieces);
}

std::string id_field(std::string_view name, const std::vector<std::string>& ids)
{
    std::vector<std::string> pieces;
    for (const auto& id : ids) {
        const bool writable = !id.empty() && id.size() <= longest_ascii_word &&
                              std::all_of(id.begin(), id.end(), [](char c) {
                                  return c > ' ' && c < 0x7F && c != '<' && c != '>';
                              });
        if (writable) pieces.push_back("<" + id + ">");
    }
    return pieces.empty() ? std::string{} : folded(name, pieces);
}

std::string parameter_lines(std::string_view name, std::string_view value)
{
    constexpr std::size_t section_octets = 54;
    const auto text = clean(value);
    const bool plain = is_ascii(text) && text.size() <= section_octets &&
                       text.find_first_of("\"\\%") == std::string::npos &&
                       text.find("=?") == std::string::npos;
    if (plain) return ";\r\n " + std::string{name} + "=\"" + text + '"';
    const auto coded = percent_encoded(text);
    if (coded.size() <= section_octets) return ";\r\n " + std::string{name} + "*=utf-8''" + coded;
    std::string out;
    std::size_t at = 0;
    for (int section = 0; at < coded.size(); ++section) {
        auto size = std::min(section_octets, coded.size() - at);
        // a coded octet stays whole
        if (at + size < coded.size() && coded[at + size - 1] == '%')
            size -= 1;
        else if (at + size < coded.size() && size > 2 && coded[at + size - 2] == '%')
            size -= 2;
        out += ";\r\n " + std::string{name} + '*' + std::to_string(section) +
               "*=" + (section == 0 ? "utf-8''" : "");
        out += coded.substr(at, size);
        at += size;
    }
    return out;
}

}
