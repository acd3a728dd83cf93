#include "mail/protocol/lmtp_command.h"

#include "mail/protocol/grammar.h"
#include "mail/protocol/smtp_data.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace deskhand::mail {
namespace {

constexpr LmtpReply bad_argument{501, "5.5.4", "Not understood behind that command"};
constexpr LmtpReply bad_address{501, "5.1.3", "An address in angle brackets belongs here"};
constexpr LmtpReply unknown_parameter{555, "5.5.4", "A parameter that was not offered"};
constexpr LmtpReply not_ascii{553, "5.6.7", "Such an address needs SMTPUTF8"};

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

bool same(std::string_view one, std::string_view other)
{
    return std::equal(one.begin(), one.end(), other.begin(), other.end(), [](char a, char b) { return upper(a) == upper(b); });
}

bool begins(std::string_view text, std::string_view word) { return text.size() >= word.size() && same(text.substr(0, word.size()), word); }

// What is between < and the > that belongs to it, and what follows.
struct Path {
    std::string_view address, rest;
};

std::optional<Path> path_in(std::string_view text)
{
    text = without_blanks(text);
    if (text.empty() || text.front() != '<') return {};
    bool quoted = false;
    for (std::size_t at = 1; at < text.size(); ++at) {
        if (quoted && text[at] == '\\') ++at;
        else if (text[at] == '"') quoted = !quoted;
        else if (text[at] == '>' && !quoted) return Path{text.substr(1, at - 1), text.substr(at + 1)};
    }
    return {};
}

// "@a,@b:ann@c" to "ann@c".
std::string_view without_route(std::string_view address)
{
    const auto colon = address.empty() || address.front() != '@' ? address.npos : address.find(':');
    return colon == address.npos ? address : address.substr(colon + 1);
}

std::string_view next_word(std::string_view& text)
{
    text = without_blanks(text);
    const auto word = text.substr(0, std::min(text.find_first_of(" \t"), text.size()));
    text.remove_prefix(word.size());
    return word;
}

LmtpCommand sender(std::string_view argument)
{
    auto path = path_in(argument);
    if (!path) return bad_address;
    LmtpSender sender{.address = std::string{without_route(path->address)}};
    for (auto word = next_word(path->rest); !word.empty(); word = next_word(path->rest)) {
        if (begins(word, "SIZE=")) {
            const auto digits = word.substr(5);
            const auto [stopped, error] = std::from_chars(digits.data(), digits.data() + digits.size(), sender.size);
            if (error != std::errc{} || stopped != digits.data() + digits.size()) return bad_argument;
        } else if (same(word, "SMTPUTF8")) {
            sender.allowed = AddressOctets::utf8;
        } else if (!same(word, "BODY=8BITMIME") && !same(word, "BODY=7BIT")) {
            return unknown_parameter;
        }
    }
    if (sender.allowed == AddressOctets::ascii && !is_seven_bit(sender.address)) return not_ascii;
    return sender;
}

LmtpCommand recipient(std::string_view argument, AddressOctets allowed)
{
    const auto path = path_in(argument);
    if (!path) return bad_address;
    const auto address = without_route(path->address);
    if (!is_sendable_address(address)) return bad_address;
    if (allowed == AddressOctets::ascii && !is_seven_bit(address)) return not_ascii;
    if (!without_blanks(path->rest).empty()) return unknown_parameter;
    return LmtpRecipient{std::string{address}};
}

// "FROM:<ann@b>" to "<ann@b>".
std::optional<std::string_view> behind(std::string_view argument, std::string_view word)
{
    if (!begins(argument, word)) return {};
    return argument.substr(word.size());
}

}

LmtpCommand parse_lmtp_command(std::string_view line, AddressOctets allowed)
{
    auto argument = line;
    const auto verb = next_word(argument);
    argument = without_blanks(argument);
    if (same(verb, "MAIL")) {
        const auto path = behind(argument, "FROM:");
        return path ? sender(*path) : LmtpCommand{bad_argument};
    }
    if (same(verb, "RCPT")) {
        const auto path = behind(argument, "TO:");
        return path ? recipient(*path, allowed) : LmtpCommand{bad_argument};
    }
    if (same(verb, "LHLO")) return argument.empty() ? LmtpCommand{bad_argument} : LmtpHello{std::string{argument}};
    if (same(verb, "DATA")) return argument.empty() ? LmtpCommand{LmtpVerb::data} : bad_argument;
    if (same(verb, "RSET")) return argument.empty() ? LmtpCommand{LmtpVerb::rset} : bad_argument;
    if (same(verb, "QUIT")) return argument.empty() ? LmtpCommand{LmtpVerb::quit} : bad_argument;
    if (same(verb, "NOOP")) return LmtpVerb::noop;
    if (same(verb, "VRFY")) return LmtpVerb::vrfy;
    if (same(verb, "HELO") || same(verb, "EHLO")) return LmtpReply{500, "5.5.1", "This is LMTP: say LHLO"};
    for (const auto* word : {"EXPN", "HELP", "TURN", "AUTH", "STARTTLS", "BDAT", "XCLIENT", "XFORWARD"})
        if (same(verb, word)) return LmtpReply{502, "5.5.1", "Not offered"};
    return LmtpNoise{};
}

}
