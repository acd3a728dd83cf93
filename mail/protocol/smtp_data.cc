#include "mail/protocol/smtp_data.h"

#include <algorithm>
#include <cstring>

namespace deskhand::mail {
namespace {

constexpr std::size_t longest_address = 64 + 1 + 255; // RFC 5321 section 4.5.3.1

void append_line(SmtpData& data, std::string_view line)
{
    data.size += line.size() + 2;
    if (!line.empty() && line.front() == '.') data.octets += '.';
    data.octets += line;
    data.octets += "\r\n";
}

}

SmtpData smtp_data(std::string_view mail)
{
    SmtpData data;
    data.octets.reserve(mail.size() + mail.size() / 16 + 512); // room for what is appended later
    while (!mail.empty()) {
        const auto end = mail.find('\n');
        auto line = mail.substr(0, end);
        mail.remove_prefix(end == std::string_view::npos ? mail.size() : end + 1);
        if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
        for (auto cr = line.find('\r'); cr != std::string_view::npos; cr = line.find('\r')) {
            append_line(data, line.substr(0, cr));
            line.remove_prefix(cr + 1);
        }
        append_line(data, line);
    }
    data.octets += ".\r\n";
    return data;
}

bool is_seven_bit(std::string_view octets)
{
    constexpr std::uint64_t high_bits = 0x8080808080808080;
    while (octets.size() >= sizeof(std::uint64_t)) {
        std::uint64_t word;
        std::memcpy(&word, octets.data(), sizeof word);
        if ((word & high_bits) != 0) return false;
        octets.remove_prefix(sizeof word);
    }
    return std::none_of(octets.begin(), octets.end(), [](char c) { return (c & 0x80) != 0; });
}

std::string_view header_block(std::string_view mail)
{
    for (std::size_t at = 0; at < mail.size();) {
        if (mail[at] == '\n' || mail.compare(at, 2, "\r\n") == 0) return mail.substr(0, at);
        const auto end = mail.find('\n', at);
        if (end == std::string_view::npos) break;
        at = end + 1;
    }
    return mail;
}

bool is_sendable_address(std::string_view address)
{
    return !address.empty() && address.size() <= longest_address &&
        std::none_of(address.begin(), address.end(), [](char c) {
            return (c >= 0 && c <= ' ') || c == '<' || c == '>' || c == 127;
        });
}

}
