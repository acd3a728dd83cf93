#include "mail/format/hz.h"

namespace deskhand::mail {
namespace {

bool is_half(char c) { return c >= 0x21 && c <= 0x7E; }

char with_high_bit(char c) { return static_cast<char>(static_cast<unsigned char>(c) | 0x80u); }

}

std::string gb_from_hz(std::string_view octets)
{
    std::string out;
    out.reserve(octets.size());
    bool chinese = false;
    for (std::size_t i = 0; i < octets.size(); ++i) {
        const auto pair = octets.substr(i, 2);
        if (pair == "~{" || pair == "~}") {
            chinese = pair[1] == '{';
            ++i;
        } else if (!chinese && (pair == "~~" || pair == "~\n")) {
            if (pair[1] == '~') out += '~';
            ++i;
        } else if (chinese && pair.size() == 2 && is_half(pair[0]) && is_half(pair[1])) {
            (out += with_high_bit(pair[0])) += with_high_bit(pair[1]);
            ++i;
        } else {
            out += octets[i];
            if (octets[i] == '\n') chinese = false; // a line begins in ASCII
        }
    }
    return out;
}

}
