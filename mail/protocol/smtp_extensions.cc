#include "mail/protocol/smtp_extensions.h"

#include <algorithm>
#include <charconv>

namespace deskhand::mail {
namespace {

std::string capitals(std::string_view text)
{
    std::string all{text};
    for (auto& c : all)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return all;
}

std::vector<std::string> words_of(std::string_view line)
{
    std::vector<std::string> words;
    while (true) {
        line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
        if (line.empty()) return words;
        const auto end = std::min(line.find_first_of(" \t"), line.size());
        words.push_back(capitals(line.substr(0, end)));
        line.remove_prefix(end);
    }
}

// RFC 1870: 0 and a missing number both mean that no limit is fixed.
std::optional<std::uint64_t> size_limit(const std::vector<std::string>& words)
{
    if (words.size() < 2) return {};
    std::uint64_t octets = 0;
    const auto& digits = words[1];
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), octets);
    if (error != std::errc{} || end != digits.data() + digits.size() || octets == 0) return {};
    return octets;
}

}

bool SmtpExtensions::offers(std::string_view mechanism) const
{
    return std::find(auth.begin(), auth.end(), mechanism) != auth.end();
}

SmtpExtensions smtp_extensions(const SmtpReply& ehlo)
{
    SmtpExtensions found;
    for (std::size_t i = 1; i < ehlo.lines.size(); ++i) {
        auto words = words_of(ehlo.lines[i]);
        if (words.empty()) continue;
        if (words[0].rfind("AUTH=", 0) == 0) {
            words.insert(words.begin() + 1, words[0].substr(5));
            words[0] = "AUTH";
        }
        if (words[0] == "STARTTLS") found.starttls = true;
        if (words[0] == "PIPELINING") found.pipelining = true;
        if (words[0] == "8BITMIME") found.eight_bit_mime = true;
        if (words[0] == "SMTPUTF8") found.smtp_utf8 = true;
        if (words[0] == "AUTH") found.auth.insert(found.auth.end(), words.begin() + 1, words.end());
        if (words[0] == "SIZE") {
            found.size = true;
            found.largest_mail = size_limit(words);
        }
    }
    return found;
}

}
