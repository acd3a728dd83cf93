#include "mail/format/iso_2022_jp.h"

namespace deskhand::mail {
namespace {

enum class Set { ascii, kanji, kana };

// The set an escape sequence switches to, and its size.
struct Escape {
    Set set;
    std::size_t size;
};

std::optional<Escape> escape_at_front(std::string_view octets)
{
    const auto next = octets.substr(1, 2);
    if (next == "(B" || next == "(J" || next == "(H") return Escape{Set::ascii, 3};
    if (next == "(I") return Escape{Set::kana, 3};
    if (next == "$B" || next == "$@") return Escape{Set::kanji, 3};
    if (octets.substr(1, 3) == "$(B") return Escape{Set::kanji, 4};
    return {};
}

// JIS X 0208 row and cell to Shift_JIS (JIS X 0208:1997 annex 1).
void append_shift_jis(std::string& out, unsigned row, unsigned cell)
{
    unsigned lead = (row + 1) / 2 + 0x70;
    if (lead >= 0xA0) lead += 0x40;
    const unsigned trail = row % 2 == 1 ? cell + 0x1F + (cell >= 0x60 ? 1 : 0) : cell + 0x7E;
    out += static_cast<char>(lead);
    out += static_cast<char>(trail);
}

}

std::optional<std::string> shift_jis_from_iso_2022_jp(std::string_view octets)
{
    std::string out;
    out.reserve(octets.size());
    auto set = Set::ascii;
    for (std::size_t i = 0; i < octets.size(); ++i) {
        const auto octet = static_cast<unsigned char>(octets[i]);
        if (octet == 0x1B) {
            const auto escape = escape_at_front(octets.substr(i));
            if (!escape) return {};
            set = escape->set;
            i += escape->size - 1;
        } else if (octet >= 0x80) {
            return {};
        } else if (octet <= 0x20 || set == Set::ascii) {
            if (octet == '\n' || octet == '\r') set = Set::ascii; // a line begins in ASCII
            out += octets[i];
        } else if (set == Set::kana) {
            out += static_cast<char>(octet | 0x80);
        } else {
            if (i + 1 == octets.size() || octet > 0x7E) return {};
            const auto cell = static_cast<unsigned char>(octets[++i]);
            if (cell < 0x21 || cell > 0x7E) return {};
            append_shift_jis(out, octet, cell);
        }
    }
    return out;
}

}
