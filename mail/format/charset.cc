#include "mail/format/charset.h"

#include "mail/format/ascii.h"
#include "mail/format/charset_convert.h"
#include "mail/format/charset_guess.h"
#include "mail/format/hz.h"
#include "mail/format/iso_2022_jp.h"
#include "mail/format/twice_encoded.h"

#include <array>
#include <cstdint>
#include <cstring>
#include <optional>

namespace deskhand::mail {
namespace {

struct Alias {
    std::string_view label, meant;
};

// What mailers mean when they write a label that is too narrow, misspelt or their own.
constexpr Alias aliases[] = {
    {"iso-8859-1", "windows-1252"},
    {"iso8859-1", "windows-1252"},
    {"iso_8859-1", "windows-1252"},
    {"latin1", "windows-1252"},
    {"latin-1", "windows-1252"},
    {"iso-8859-1-windows-3.1-latin-1", "windows-1252"},
    {"cp1252", "windows-1252"},
    {"cp-1252", "windows-1252"},
    {"ansi_x3.110-1983", "windows-1252"},
    {"iso-8859-9", "windows-1254"},
    {"iso8859-9", "windows-1254"},
    {"iso-8859-11", "cp874"},
    {"tis-620", "cp874"},
    {"windows-874", "cp874"},
    {"gb2312", "gb18030"},
    {"gbk", "gb18030"},
    {"x-gbk", "gb18030"},
    {"gb_2312-80", "gb18030"},
    {"iso-gb2312", "gb18030"},
    {"euc-cn", "gb18030"},
    {"cp936", "gb18030"},
    {"gb2312_charset", "gb18030"},
    {"ks_c_5601-1987", "cp949"},
    {"ks_c_5601", "cp949"},
    {"ksc_5601", "cp949"},
    {"ksc5601", "cp949"},
    {"euc-kr", "cp949"},
    {"korean", "cp949"},
    {"uhc", "cp949"},
    {"x-windows-949", "cp949"},
    {"windows-949", "cp949"},
    {"shift_jis", "cp932"},
    {"shift-jis", "cp932"},
    {"sjis", "cp932"},
    {"x-sjis", "cp932"},
    {"windows-31j", "cp932"},
    {"ms_kanji", "cp932"},
    {"hz-gb-2312", "hz"},
    {"big5", "big5-hkscs"},
    {"x-x-big5", "big5-hkscs"},
    {"cp950", "big5-hkscs"},
    {"euc-jp", "euc-jp-ms"},
    {"x-euc-jp", "euc-jp-ms"},
    {"iso-8859-8-i", "iso-8859-8"},
    {"iso-8859-6-i", "iso-8859-6"},
    {"x-unknown", ""},
    {"unknown", ""},
    {"unknown-8bit", ""},
    {"default", ""},
    {"default_charset", ""},
    {"x-user-defined", ""},
    {"_iso-2022-jp$esc", "iso-2022-jp"},
    {"cp-850", "cp850"},
    {"macintosh", "macintosh"},
    {"x-mac-roman", "macintosh"},
    {"x-mac-cyrillic", "mac-cyrillic"},
    {"utf8", "utf-8"},
    {"utf-8-sig", "utf-8"},
    {"unicode-1-1-utf-8", "utf-8"},
    {"unicode-1-1-utf-7", "utf-7"},
    {"x-utf-8", "utf-8"},
    {"us-ascii", "us-ascii"},
    {"ascii", "us-ascii"},
    {"ansi_x3.4-1968", "us-ascii"},
    {"us_ascii", "us-ascii"},
    {"7bit", ""},
    {"8bit", ""},
};

constexpr std::array<std::uint16_t, 32> windows_1252_high = {
    0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

void append_utf8(std::string& out, unsigned code)
{
    if (code < 0x80) {
        out += static_cast<char>(code);
    } else if (code < 0x800) {
        out += static_cast<char>(0xC0 | (code >> 6));
        out += static_cast<char>(0x80 | (code & 0x3F));
    } else {
        out += static_cast<char>(0xE0 | (code >> 12));
        out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
        out += static_cast<char>(0x80 | (code & 0x3F));
    }
}

std::string from_windows_1252(std::string_view octets)
{
    std::string out;
    out.reserve(octets.size() + octets.size() / 8);
    for (const char c : octets) {
        const auto octet = static_cast<unsigned char>(c);
        append_utf8(out, octet >= 0x80 && octet < 0xA0 ? windows_1252_high[octet - 0x80u] : octet);
    }
    return out;
}

// Length of the valid UTF-8 sequence at the front of `text`; 0 when there is none.
std::size_t sequence_length(std::string_view text)
{
    const auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const auto tail = [&](std::size_t i) { return i < text.size() && (at(i) & 0xC0) == 0x80; };
    const auto first = at(0);
    if (first < 0x80) return 1;
    if (first >= 0xC2 && first <= 0xDF) return tail(1) ? 2 : 0;
    if ((first & 0xF0) == 0xE0) {
        if (!tail(1) || !tail(2)) return 0;
        if (first == 0xE0 && at(1) < 0xA0) return 0;
        return first == 0xED && at(1) > 0x9F ? 0 : 3;
    }
    if (first < 0xF0 || first > 0xF4 || !tail(1) || !tail(2) || !tail(3)) return 0;
    if (first == 0xF0 && at(1) < 0x90) return 0;
    return first == 0xF4 && at(1) > 0x8F ? 0 : 4;
}

struct Utf8Count {
    std::size_t good = 0, bad = 0; // sequences of more than one octet; octets that belong to none
};

Utf8Count count_utf8(std::string_view text)
{
    Utf8Count count;
    while (!text.empty()) {
        const auto length = sequence_length(text);
        if (length > 1) ++count.good;
        if (length == 0) ++count.bad;
        text.remove_prefix(length == 0 ? 1 : length);
    }
    return count;
}

constexpr std::string_view replacement = "\xEF\xBF\xBD";

std::string scrubbed_utf8(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    bool replaced = false;
    while (!text.empty()) {
        const auto length = sequence_length(text);
        if (length > 0)
            out.append(text.substr(0, length));
        else if (!replaced)
            out += replacement;
        replaced = length == 0;
        text.remove_prefix(length == 0 ? 1 : length);
    }
    return out;
}

std::optional<Converted> from_iso_2022_jp(std::string_view octets)
{
    if (const auto shift_jis = shift_jis_from_iso_2022_jp(octets))
        if (auto converted = convert(*shift_jis, "cp932"); converted && converted->errors == 0)
            return converted;
    return convert(octets, "iso-2022-jp-2");
}

bool is_single_octet(std::string_view charset)
{
    return charset.starts_with("iso-8859") || charset.starts_with("windows-12") ||
           charset.starts_with("koi8") || charset.starts_with("cp8") || charset.starts_with("mac");
}

// Encodings whose octets look like ASCII.
bool hides_in_ascii(std::string_view charset)
{
    return charset.starts_with("utf-16") || charset.starts_with("utf-32") ||
           charset.starts_with("ucs") || charset.starts_with("utf-7") ||
           charset.starts_with("hz") || charset.starts_with("iso-2022");
}

std::string without_nul(std::string text)
{
    if (text.find('\0') != std::string::npos) std::erase(text, '\0');
    return text;
}

DecodedText guessed(std::string_view octets, std::string_view prior, std::string defect)
{
    std::string charset = guess_charset(octets, prior);
    if (charset == "windows-1252") return {from_windows_1252(octets), charset, std::move(defect)};
    if (auto converted = convert(octets, charset))
        return {std::move(converted->text), charset, std::move(defect)};
    return {from_windows_1252(octets), "windows-1252", std::move(defect)};
}

DecodedText without_valid_label(std::string_view octets, std::string_view label,
                                std::string_view prior)
{
    if (octets.starts_with("\xFF\xFE") || octets.starts_with("\xFE\xFF"))
        if (auto converted = convert(octets, "utf-16"); converted && converted->errors == 0)
            return {std::move(converted->text), "utf-16", "charset missing: read as utf-16"};
    const auto escape = octets.find('\x1b');
    if (escape != std::string_view::npos) {
        const auto next = octets.substr(escape + 1, 2);
        const bool korean = next == "$)" && octets.substr(escape + 3, 1) == "C";
        const std::string charset = korean ? "iso-2022-kr" : "iso-2022-jp-2";
        if (next.starts_with("$") || next == "(J" || next == "(B")
            if (auto converted = korean ? convert(octets, charset) : from_iso_2022_jp(octets);
                converted && converted->errors == 0)
                return {std::move(converted->text), charset, "charset missing: read as " + charset};
    }
    const auto count = count_utf8(octets);
    if (count.bad == 0)
        return {std::string{octets}, "utf-8",
                label == "utf-8" || count.good == 0 ? std::string{}
                                                    : "charset missing or wrong: read as utf-8"};
    if (count.good > 4 * count.bad || (label == "utf-8" && count.good > count.bad))
        return {scrubbed_utf8(octets), "utf-8", "octets that are not utf-8 replaced"};
    auto text = guessed(octets, prior, {});
    text.defect = "charset missing or wrong: read as " + text.charset;
    return text;
}

// Octets of one-octet sets are hardly ever UTF-8 by chance: Western text has no "\u00C3\u00BC", that of
// other sets no two such pairs.
bool is_utf8_under_wrong_label(std::string_view octets, std::string_view label)
{
    if (hides_in_ascii(label)) return false;
    const auto count = count_utf8(octets);
    const std::size_t fewest = is_single_octet(label) && label != "windows-1252" ? 2 : 1;
    return count.bad == 0 && count.good >= fewest;
}

DecodedText by_label(std::string_view octets, const std::string& label, std::string_view prior)
{
    if (label.empty() || label == "utf-8" || label == "us-ascii")
        return without_valid_label(octets, label, prior);
    if (is_utf8_under_wrong_label(octets, label))
        return {std::string{octets}, "utf-8", "charset " + label + " wrong: read as utf-8"};
    if (label == "windows-1252") return {from_windows_1252(octets), label, {}};
    auto converted = label.starts_with("iso-2022-jp") ? from_iso_2022_jp(octets)
                     : label == "hz"                  ? convert(gb_from_hz(octets), "gb18030")
                                                      : convert(octets, label);
    if (!converted) {
        auto text = without_valid_label(octets, {}, prior);
        text.defect = "charset " + label + " unknown: read as " + text.charset;
        return text;
    }
    if (converted->errors == 0) return {std::move(converted->text), label, {}};
    if (is_utf8(octets))
        return {std::string{octets}, "utf-8", "charset " + label + " wrong: read as utf-8"};
    if (converted->errors <= 2 + octets.size() / 50)
        return {std::move(converted->text), label, "octets that are not " + label + " replaced"};
    auto text = without_valid_label(octets, {}, prior);
    text.defect = "charset " + label + " wrong: read as " + text.charset;
    return text;
}

}

bool is_plain_ascii(std::string_view text)
{
    constexpr std::uint64_t high = 0x8080808080808080u;
    std::size_t at = 0;
    for (; at + 8 <= text.size(); at += 8) {
        std::uint64_t word;
        std::memcpy(&word, text.data() + at, 8);
        if (word & high) return false;
    }
    for (; at < text.size(); ++at)
        if (is_high(text[at])) return false;
    return text.find('\x1b') == std::string_view::npos;
}

bool is_utf8(std::string_view text) { return count_utf8(text).bad == 0; }

std::string charset_meant(std::string_view label)
{
    auto name = lowered(trimmed(label));
    std::erase_if(
        name, [](char c) { return c == '"' || c == '\'' || c == '<' || c == '>' || is_space(c); });
    for (const auto& alias : aliases)
        if (alias.label == name) return std::string{alias.meant};
    return name;
}

DecodedText to_utf8(std::string_view octets, std::string_view label, std::string_view prior)
{
    auto meant = charset_meant(label);
    if (!hides_in_ascii(meant) && is_plain_ascii(octets))
        return {
            without_nul(std::string{octets}), meant.empty() ? "us-ascii" : std::move(meant), {}};
    auto text = by_label(octets, meant, prior);
    if (text.charset == "utf-8")
        if (auto once = decoded_once_more(text.text)) text = {std::move(*once), "utf-8", "encoded twice: once undone"};
    text.text = without_nul(std::move(text.text));
    if (text.text.starts_with("\xEF\xBB\xBF")) text.text.erase(0, 3);
    return text;
}

}
