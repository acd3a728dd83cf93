#include "mail/protocol/sasl.h"

namespace deskhand::mail {

std::string base64(std::string_view octets)
{
    static constexpr std::string_view alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    text.reserve((octets.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < octets.size(); i += 3) {
        const auto group = octets.substr(i, 3);
        unsigned bits = 0;
        for (std::size_t k = 0; k < 3; ++k)
            bits = bits << 8 | (k < group.size() ? static_cast<unsigned char>(group[k]) : 0u);
        for (std::size_t k = 0; k < 4; ++k)
            text += k <= group.size() ? alphabet[bits >> (18 - 6 * k) & 63] : '=';
    }
    return text;
}

std::string sasl_plain(const Login& login)
{
    return std::string{'\0'} + login.user + '\0' + login.secret;
}

std::string sasl_xoauth2(const Login& login)
{
    return "user=" + login.user + "\001auth=Bearer " + login.secret + "\001\001";
}

}
