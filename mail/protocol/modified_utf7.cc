#include "mail/protocol/modified_utf7.h"

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <vector>

namespace deskhand::mail {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";

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

// UTF-16 units of "APw"; nothing for other characters, bits left over, or a whole letter of them.
std::optional<std::vector<std::uint16_t>> unshifted(std::string_view text)
{
    std::vector<std::uint16_t> units;
    std::uint32_t bits = 0;
    int held = 0;
    for (const char c : text) {
        const auto value = alphabet.find(c);
        if (value == std::string_view::npos) return {};
        bits = bits << 6 | static_cast<std::uint32_t>(value);
        held += 6;
        if (held < 16) continue;
        held -= 16;
        units.push_back(static_cast<std::uint16_t>(bits >> held));
        bits &= (1u << held) - 1;
    }
    if (held >= 6 || bits != 0) return {};
    return units;
}

void add_utf8(std::string& out, std::uint32_t point)
{
    const auto tail = [&](int shift) { out += static_cast<char>(0x80 | (point >> shift & 0x3F)); };
    if (point < 0x80) out += static_cast<char>(point);
    else if (point < 0x800) out += static_cast<char>(0xC0 | point >> 6), tail(0);
    else if (point < 0x10000) out += static_cast<char>(0xE0 | point >> 12), tail(6), tail(0);
    else out += static_cast<char>(0xF0 | point >> 18), tail(12), tail(6), tail(0);
}

// False for half a surrogate pair.
bool add_units(std::string& out, const std::vector<std::uint16_t>& units)
{
    for (std::size_t i = 0; i < units.size(); ++i) {
        std::uint32_t point = units[i];
        if (point >= 0xD800 && point < 0xE000) {
            const bool pair = point < 0xDC00 && i + 1 < units.size() && units[i + 1] >= 0xDC00 && units[i + 1] < 0xE000;
            if (!pair) return false;
            point = 0x10000 + ((point - 0xD800) << 10) + (units[++i] - 0xDC00u);
        }
        add_utf8(out, point);
    }
    return true;
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

std::optional<std::string> from_modified_utf7(std::string_view name)
{
    std::string out;
    for (std::size_t at = 0; at < name.size(); ++at) {
        if (name[at] != '&') {
            out += name[at];
            continue;
        }
        const auto end = name.find('-', at);
        if (end == std::string_view::npos && at + 1 == name.size()) return out + '&';
        if (end == std::string_view::npos) return {};
        const auto units = unshifted(name.substr(at + 1, end - at - 1));
        if (!units || (units->empty() && end != at + 1) || !add_units(out, *units)) return {};
        if (units->empty()) out += '&';
        at = end;
    }
    return out;
}

}
