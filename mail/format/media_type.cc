#include "mail/format/media_type.h"

#include "mail/format/ascii.h"
#include "mail/format/charset.h"
#include "mail/format/encoded_words.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace deskhand::mail {
namespace {

constexpr std::size_t most_parameters = 200;
constexpr std::size_t longest_file_name = 255; // octets of UTF-8

// One parameter as written, e.g. "filename*0*=utf-8''a%20b".
struct Piece {
    std::string name; // lower case, without the section and the star
    std::optional<unsigned> section;
    bool is_encoded = false;
    std::string octets;
};

void skip_blanks_and_comments(std::string_view& rest)
{
    for (;;) {
        rest = trimmed_left(rest);
        if (!rest.starts_with('(')) return;
        const auto end = rest.find(')');
        if (end == std::string_view::npos) return;
        rest.remove_prefix(end + 1);
    }
}

std::string quoted_value(std::string_view& rest)
{
    std::string value;
    std::size_t i = 1;
    for (; i < rest.size() && rest[i] != '"'; ++i) {
        // a backslash before a letter belongs to a Windows path
        if (rest[i] == '\\' && i + 1 < rest.size() && (rest[i + 1] == '"' || rest[i + 1] == '\\'))
            ++i;
        if (rest[i] == '\r' || rest[i] == '\n') continue;
        value += rest[i];
    }
    rest.remove_prefix(std::min(i + 1, rest.size()));
    return value;
}

// Up to the semicolon; blanks stay inside, unless the next parameter follows ("a=b c=d").
std::string plain_value(std::string_view& rest)
{
    auto end = std::min(rest.find(';'), rest.size());
    auto text = rest.substr(0, end);
    if (!text.starts_with("=?")) {
        const auto blank = text.find_first_of(" \t\r\n");
        const auto equals = blank == std::string_view::npos ? blank : text.find('=', blank);
        if (equals != std::string_view::npos) {
            const auto name = trimmed(text.substr(blank, equals - blank));
            if (!name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
                    return is_letter(c) || is_digit(c) || c == '-' || c == '*';
                })) {
                end = blank;
                text = text.substr(0, end);
            }
        }
    }
    rest.remove_prefix(end);
    std::string value;
    for (const char c : trimmed(text))
        if (c != '\r' && c != '\n') value += c;
    return value;
}

Piece piece_named(std::string_view name)
{
    Piece piece;
    if (name.ends_with('*')) {
        piece.is_encoded = true;
        name.remove_suffix(1);
    }
    if (const auto star = name.find('*'); star != std::string_view::npos) {
        unsigned section = 0;
        const auto digits = name.substr(star + 1);
        if (std::from_chars(digits.data(), digits.data() + digits.size(), section).ec ==
            std::errc{})
            piece.section = section;
        name = name.substr(0, star);
    }
    piece.name = lowered(name);
    return piece;
}

std::vector<Piece> read_pieces(std::string_view rest)
{
    std::vector<Piece> pieces;
    while (!rest.empty() && pieces.size() < most_parameters) {
        skip_blanks_and_comments(rest);
        if (rest.starts_with(';') || rest.starts_with(',')) {
            rest.remove_prefix(1);
            continue;
        }
        const auto end = std::min(rest.find_first_of("=;"), rest.size());
        auto piece = piece_named(trimmed(rest.substr(0, end)));
        rest.remove_prefix(end);
        if (!rest.starts_with('=')) continue; // a word without a value
        rest.remove_prefix(1);
        skip_blanks_and_comments(rest);
        piece.octets = rest.starts_with('"') ? quoted_value(rest) : plain_value(rest);
        if (!piece.name.empty()) pieces.push_back(std::move(piece));
    }
    return pieces;
}

int hex_digit(char c)
{
    if (is_digit(c)) return c - '0';
    c = lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

std::string percent_decoded(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool coded = text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 &&
                           hex_digit(text[i + 2]) >= 0;
        out += coded ? static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]))
                     : text[i];
        if (coded) i += 2;
    }
    return out;
}

// charset'language'text; without the marks the whole is text.
struct ExtendedValue {
    std::string_view charset, text;
};

ExtendedValue extended(std::string_view octets)
{
    const auto first = octets.find('\'');
    const auto second = first == std::string_view::npos ? first : octets.find('\'', first + 1);
    if (second == std::string_view::npos) return {{}, octets};
    return {octets.substr(0, first), octets.substr(second + 1)};
}

// All pieces of one name joined.
Parameter joined(std::vector<const Piece*> pieces, std::string_view prior)
{
    std::stable_sort(pieces.begin(), pieces.end(), [](const Piece* a, const Piece* b) {
        return a->section.value_or(0) < b->section.value_or(0);
    });
    const bool any_encoded =
        std::any_of(pieces.begin(), pieces.end(), [](const Piece* p) { return p->is_encoded; });
    std::string octets, charset;
    for (const auto* piece : pieces) {
        if (!piece->is_encoded) {
            octets += piece->octets;
            continue;
        }
        const auto [label, text] =
            piece == pieces.front() ? extended(piece->octets) : ExtendedValue{{}, piece->octets};
        if (!label.empty()) charset = label;
        octets += percent_decoded(text);
    }
    if (any_encoded) {
        auto text = to_utf8(octets, charset, prior).text;
        // an encoded word inside is some mailers' second layer
        const bool is_word = text.starts_with("=?") && text.ends_with("?=");
        return {pieces.front()->name, is_word ? decode_header_text(text) : std::move(text)};
    }
    return {pieces.front()->name, decode_header_text(octets, prior)};
}

}

MediaType read_media_type(std::string_view raw, std::string_view prior)
{
    MediaType type;
    skip_blanks_and_comments(raw);
    const auto end = std::min(raw.find(';'), raw.size());
    auto value = raw.substr(0, end);
    auto rest = raw.substr(end);
    if (const auto blank = value.find_first_of(" \t\r\n("); blank != std::string_view::npos) {
        auto after = trimmed_left(value.substr(blank));
        if (after.starts_with('/') || value.substr(0, blank).ends_with('/')) { // "text / plain"
            for (const char c : value)
                if (!is_space(c)) type.value += lower(c);
        } else if (after.find('=') != std::string_view::npos) { // the semicolon is missing
            rest = raw.substr(blank);
            value = value.substr(0, blank);
        } else {
            value = value.substr(0, blank);
        }
    }
    if (type.value.empty()) type.value = lowered(trimmed(value));
    std::erase(type.value, '"');
    while (type.value.ends_with(',')) type.value.pop_back(); // where a semicolon was meant

    const auto pieces = read_pieces(rest);
    for (const auto& piece : pieces) {
        if (piece.name == "boundary" && type.boundary.empty() && !piece.section && !piece.is_encoded)
            type.boundary = piece.octets;
        if (!parameter(type, piece.name).empty()) continue;
        std::vector<const Piece*> same;
        const bool in_sections = piece.section.has_value() || piece.is_encoded;
        for (const auto& other : pieces)
            if (other.name == piece.name &&
                (other.section.has_value() || other.is_encoded) == in_sections)
                same.push_back(&other);
        if (!in_sections) {
            // the RFC 2231 form of the same name says more
            const bool has_better = std::any_of(pieces.begin(), pieces.end(), [&](const Piece& p) {
                return p.name == piece.name && (p.section.has_value() || p.is_encoded);
            });
            if (has_better) continue;
            same = {&piece};
        }
        type.parameters.push_back(joined(std::move(same), prior));
    }
    if (type.boundary.empty()) type.boundary = parameter(type, "boundary");
    return type;
}

std::string_view parameter(const MediaType& type, std::string_view name)
{
    for (const auto& found : type.parameters)
        if (found.name == name) return found.value;
    return {};
}

std::string shown_file_name(std::string_view name)
{
    const auto slash = name.find_last_of("/\\");
    return shown_place(slash == std::string_view::npos ? name : name.substr(slash + 1));
}

std::string shown_place(std::string_view name)
{
    std::string out;
    for (std::size_t i = 0; i < name.size(); ++i) {
        const auto mark = name.substr(i, 3);
        // U+200E, U+200F, U+202A-U+202E and U+2066-U+2069 turn the reading direction around
        if (mark.starts_with("\xE2\x80") && mark.size() == 3) {
            const auto last = static_cast<unsigned char>(mark[2]);
            if (last == 0x8E || last == 0x8F || (last >= 0xAA && last <= 0xAE)) {
                i += 2;
                continue;
            }
        }
        if (mark.starts_with("\xE2\x81") && mark.size() == 3) {
            const auto last = static_cast<unsigned char>(mark[2]);
            if (last >= 0xA6 && last <= 0xA9) {
                i += 2;
                continue;
            }
        }
        if (static_cast<unsigned char>(name[i]) >= 0x20 && name[i] != 0x7F) out += name[i];
    }
    out = trimmed(out);
    if (out.size() > longest_file_name) {
        auto cut = longest_file_name;
        while (cut > 0 && (static_cast<unsigned char>(out[cut]) & 0xC0) == 0x80) --cut;
        out.resize(cut);
    }
    return out;
}

}
