#include "tests/bench/sample_mails.h"

#include <fmt/core.h>

#include <array>
#include <random>

namespace deskhand::bench {
namespace {

constexpr std::array words{"printer", "network", "password", "the", "a", "is", "not", "working", "since", "monday", "please", "help",
                           "account", "locked", "vpn", "mail", "server", "slow", "error", "when", "opening", "file", "share", "new",
                           "laptop", "screen", "and", "cannot", "log", "in", "to", "my", "colleague", "says", "it", "works", "room"};

class Writer {
public:
    explicit Writer(unsigned seed) : random_{seed} {}

    std::string prose(std::size_t octets)
    {
        std::string out, line;
        while (out.size() < octets) {
            line += words[random_() % words.size()];
            if (line.size() > 68) {
                out += line + ".\r\n";
                line.clear();
            } else {
                line += ' ';
            }
        }
        return out + line + "\r\n";
    }
    std::string base64(std::size_t octets)
    {
        constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        std::string out;
        while (out.size() < octets) {
            for (int n = 0; n < 76; ++n) out += letters[random_() % letters.size()];
            out += "\r\n";
        }
        return out;
    }
    unsigned dice(unsigned sides) { return static_cast<unsigned>(random_() % sides); }

private:
    std::minstd_rand random_;
};

std::string head(int number, Writer& writer)
{
    std::string out;
    for (int hop = 0; hop < 3; ++hop)
        out += fmt::format("Received: from mx{0}.client.example (mx{0}.client.example [192.0.2.{1}])\r\n\tby relay{0}.desk.example (Postfix) with "
                           "ESMTPS id {2:08X}\r\n\tfor <help@desk.example>; Mon, 2 Mar 2026 10:0{0}:00 +0000 (UTC)\r\n", hop, number % 250, number * 7 + hop);
    return out + fmt::format("From: \"Person {0}\" <person{0}@client{1}.example>\r\nTo: IT desk <help@desk.example>\r\n"
                             "Subject: {2} {3} {4}\r\nDate: Mon, 2 Mar 2026 10:00:00 +0100\r\nMessage-ID: <m{5}@client.example>\r\n"
                             "MIME-Version: 1.0\r\nX-Mailer: Ordinary 1.0\r\n",
                             number % 977, number % 31, words[writer.dice(words.size())], words[writer.dice(words.size())],
                             words[writer.dice(words.size())], number);
}

std::string quoted(const std::string& text)
{
    std::string out = "On Sun, 1 Mar 2026 at 09:00, IT desk <help@desk.example> wrote:\r\n";
    for (std::size_t at = 0; at < text.size();) {
        const auto end = text.find("\r\n", at);
        out += "> " + text.substr(at, end - at) + "\r\n";
        at = end == std::string::npos ? text.size() : end + 2;
    }
    return out;
}

std::string mail_of(int number, std::size_t octets)
{
    Writer writer{static_cast<unsigned>(number + 1)};
    auto mail = head(number, writer);
    const auto body = octets > 1200 ? octets - 900 : 300;
    if (number % 10 == 3)
        return mail + "Content-Type: text/html; charset=utf-8\r\n\r\n<html><body><p>" + writer.prose(body) + "</p></body></html>\r\n";
    if (number % 6 == 1)
        return mail + "Content-Type: multipart/mixed; boundary=\"b1\"\r\n\r\n--b1\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" +
               writer.prose(body / 3) + "--b1\r\nContent-Type: image/png; name=\"screen.png\"\r\nContent-Transfer-Encoding: base64\r\n"
               "Content-Disposition: attachment; filename=\"screen.png\"\r\n\r\n" + writer.base64(body / 2) + "--b1--\r\n";
    mail += "Content-Type: text/plain; charset=utf-8\r\n\r\n";
    if (number % 5 == 2) return mail + writer.prose(body / 3) + "\r\n" + quoted(writer.prose(body / 2));
    return mail + writer.prose(body);
}

}

std::vector<std::string> sample_mails(int count, std::size_t octets)
{
    std::vector<std::string> out;
    for (int number = 0; number < count; ++number) out.push_back(mail_of(number, octets));
    return out;
}

}
