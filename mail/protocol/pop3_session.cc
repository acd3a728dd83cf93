#include "mail/protocol/pop3_session.h"

#include "mail/protocol/sasl.h"
#include "mail/protocol/stand_in.h"

#include <algorithm>
#include <stdexcept>
#include <unordered_map>
#include <utility>

namespace deskhand::mail {
namespace {

using Cause = StreamError::Cause;
using Kind = Pop3Status::Kind;

constexpr std::size_t longest_id = 512;
constexpr std::size_t pipelined_commands = 8;
constexpr int most_challenges = 3; // behind the initial response; SCRAM has two
constexpr std::chrono::milliseconds quit_patience{20'000}; // the server deletes now

std::string upper_line(std::string_view text)
{
    std::string out{text};
    for (char& c : out)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return out;
}

std::string shown(const Pop3Status& status)
{
    std::string text = status.code.empty() ? status.text : "[" + status.code + "] " + status.text;
    text.resize(std::min<std::size_t>(text.size(), 200));
    std::replace_if(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; }, ' ');
    return text;
}

// Locked by another session, asked for too often, or out of order for now (RFC 2449, 3206).
bool passing(const Pop3Status& status)
{
    return status.code == "IN-USE" || status.code == "LOGIN-DELAY" || status.code == "SYS/TEMP";
}

}

Pop3Session::Pop3Session(ByteStream& stream, Pop3Options options)
    : stream_{stream}, options_{options}, reader_{options.limits}
{}

Pop3Status Pop3Session::command(std::string_view words, const std::string& argument)
{
    constexpr std::string_view forbidden{"\r\n\0", 3};
    if (argument.find_first_of(forbidden) != std::string::npos)
        throw std::invalid_argument{"a name or password for POP3 holds a line break or NUL"};
    stream_.write(std::string{words} + (argument.empty() ? "" : " " + argument) + "\r\n");
    return status();
}

Pop3Status Pop3Session::status()
{
    for (;;) {
        auto next = reader_.status();
        if (auto* status = std::get_if<Pop3Status>(&next)) return std::move(*status);
        if (const auto* bad = std::get_if<Malformed>(&next))
            throw StreamError{Cause::malformed, "POP3: " + bad->reason};
        reader_.feed(stream_.read());
    }
}

Pop3Body Pop3Session::body()
{
    for (;;) {
        auto next = reader_.body();
        if (auto* body = std::get_if<Pop3Body>(&next)) return std::move(*body);
        reader_.feed(stream_.read());
    }
}

bool Pop3Session::can(std::string_view capability) const
{
    return std::find(capabilities_.begin(), capabilities_.end(), capability) != capabilities_.end();
}

void Pop3Session::learn_capabilities()
{
    capabilities_.clear();
    if (options_.capabilities == Pop3Capabilities::skip || !command("CAPA").ok()) return;
    const auto text = body().octets;
    for (std::string_view left = text; !left.empty();) {
        const auto end = std::min(left.find('\n'), left.size());
        auto line = left.substr(0, end);
        while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
        const auto words = upper_line(line);
        capabilities_.push_back(words);
        // "SASL PLAIN XOAUTH2" is also kept as one entry a mechanism.
        if (words.rfind("SASL ", 0) == 0)
            for (std::size_t at = 5; at < words.size();) {
                const auto space = std::min(words.find(' ', at), words.size());
                capabilities_.push_back("SASL=" + words.substr(at, space - at));
                at = space + 1;
            }
        left.remove_prefix(std::min(end + 1, left.size()));
    }
}

void Pop3Session::greet(Pop3Upgrade upgrade, const std::string& host)
{
    stream_.set_patience(options_.login_patience);
    if (const auto greeting = status(); !greeting.ok())
        throw StreamError{Cause::closed, "the server refuses the connection: " + shown(greeting)};
    if (upgrade == Pop3Upgrade::stls) {
        // POP3 has no tags: an answer that is there before its command was placed there.
        if (!reader_.empty()) throw StreamError{Cause::untrusted, "octets were slipped in before STLS"};
        if (const auto answer = command("STLS"); !answer.ok())
            throw StreamError{Cause::untrusted, "the server offers no TLS: " + shown(answer)};
        if (!reader_.empty()) throw StreamError{Cause::untrusted, "octets were slipped in before TLS"};
        stream_.start_tls(host);
    }
    learn_capabilities();
}

Pop3Status Pop3Session::authenticate(const Login& login)
{
    SaslExchange exchange{login};
    auto answer = command("AUTH " + exchange.mechanism());
    // Some servers say "+OK" where "+" belongs.
    if (answer.kind == Kind::error) return answer;
    answer = command(exchange.first());
    for (int challenges = 0; answer.kind == Kind::go_ahead; ++challenges) {
        if (challenges == most_challenges) throw StreamError{Cause::malformed, "the login never ends"};
        answer = command(exchange.answer(answer.text));
    }
    if (answer.ok()) exchange.trust_success();
    return answer;
}

Pop3Status Pop3Session::log_in(const Login& login)
{
    const auto method = login.method != AuthMethod::automatic ? login.method : strongest([this](std::string_view mechanism) {
        return can("SASL=" + std::string{mechanism});
    });
    if (method != AuthMethod::login) return authenticate({login.user, login.secret, method});
    const auto user = command("USER", login.user);
    return user.ok() ? command("PASS", login.secret) : user;
}

void Pop3Session::login(const Login& login)
{
    if (login.user.empty()) return;
    if (const auto answer = log_in(login); !answer.ok()) {
        const auto text = login_told(login, [this](auto mechanism) { return can("SASL=" + std::string{mechanism}); }) + ": " + shown(answer);
        if (passing(answer)) throw StreamError{Cause::closed, text};
        throw LoginRefused{text};
    }
    learn_capabilities();
    stream_.set_patience(options_.patience);
}

std::vector<Pop3Message> Pop3Session::list()
{
    if (const auto answer = command("LIST"); !answer.ok())
        throw StreamError{Cause::closed, "the server does not list the maildrop: " + shown(answer)};
    const auto sizes = parse_pop3_sizes(body().octets);
    if (!sizes) throw StreamError{Cause::malformed, "the server lists something without number or size"};

    std::unordered_map<std::uint32_t, std::string> ids;
    has_ids_ = command("UIDL").ok();
    if (has_ids_) {
        auto lines = parse_pop3_lines(body().octets);
        if (!lines) throw StreamError{Cause::malformed, "the server lists something without number"};
        for (auto& line : *lines) ids[line.number] = std::move(line.rest);
    }
    std::vector<Pop3Message> messages;
    for (const auto& [number, size] : *sizes) {
        Pop3Message message{number, std::nullopt, size};
        if (auto& id = ids[number]; !id.empty() && id.size() <= longest_id) message.id = std::move(id);
        messages.push_back(std::move(message));
    }
    return messages;
}

void Pop3Session::retrieve(std::span<const std::uint32_t> numbers, const Take& take)
{
    const std::size_t together = can("PIPELINING") ? pipelined_commands : 1;
    std::size_t sent = 0;
    for (std::size_t done = 0; done < numbers.size(); ++done) {
        if (sent == done) { // a group at a time
            std::string lines;
            while (sent < numbers.size() && sent - done < together)
                lines += "RETR " + std::to_string(numbers[sent++]) + "\r\n";
            stream_.write(lines);
        }
        if (!status().ok()) continue;
        auto one = body();
        if (!is_stand_in(one.octets)) take(numbers[done], std::move(one));
    }
}

std::optional<std::string> Pop3Session::header(std::uint32_t number)
{
    if (!command("TOP " + std::to_string(number) + " 0").ok()) return {};
    return body().octets;
}

bool Pop3Session::remove(std::uint32_t number)
{
    return command("DELE " + std::to_string(number)).ok();
}

void Pop3Session::quit()
{
    stream_.set_patience(std::min(quit_patience, options_.patience));
    if (const auto answer = command("QUIT"); !answer.ok())
        throw StreamError{Cause::closed, "the server did not remove everything: " + shown(answer)};
}

}
