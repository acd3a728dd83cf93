#include "mail/protocol/smtp_session.h"

#include <fmt/format.h>

#include <chrono>
#include <stdexcept>
#include <utility>

namespace deskhand::mail {

using std::chrono::milliseconds;
using Cause = StreamError::Cause;

std::optional<SmtpReply> SmtpSession::greet(const std::string& our_host)
{
    our_host_ = our_host;
    if (auto greeting = reply(timeouts_.greeting); greeting.code != 220) return greeting;
    return introduce();
}

std::optional<SmtpReply> SmtpSession::introduce()
{
    extensions_ = {};
    const auto ehlo = command("EHLO " + our_host_, timeouts_.command);
    if (ehlo.code == 250) {
        extensions_ = smtp_extensions(ehlo);
        return {};
    }
    if (!ehlo.permanent()) return ehlo;
    if (auto helo = command("HELO " + our_host_, timeouts_.command); helo.code != 250) return helo;
    return {};
}

std::optional<SmtpReply> SmtpSession::start_tls(const std::string& server_host)
{
    if (!extensions_.starttls)
        throw StreamError{Cause::untrusted, "STARTTLS is required and the server does not offer it"};
    if (const auto answer = command("STARTTLS", timeouts_.command); answer.code != 220)
        throw StreamError{Cause::untrusted, "STARTTLS is required and was refused: " + shown(answer)};
    if (taken_ != pending_.size())
        throw StreamError{Cause::malformed, "plaintext arrived before the switch to TLS"};
    stream_.start_tls(server_host);
    return introduce();
}

SmtpReply SmtpSession::command(std::string_view line, milliseconds patience)
{
    if (line.find_first_of(std::string_view{"\r\n\0", 3}) != std::string_view::npos)
        throw std::invalid_argument{"an SMTP command cannot hold CR, LF or NUL"};
    write(fmt::format("{}\r\n", line));
    return reply(patience);
}

void SmtpSession::write(std::string_view octets)
{
    stream_.set_patience(timeouts_.block);
    stream_.write(octets);
}

SmtpReply SmtpSession::reply(milliseconds patience)
{
    using Clock = std::chrono::steady_clock;
    const auto until = Clock::now() + patience;
    stream_.set_patience(patience);
    for (bool complete_line = true;;) {
        if (complete_line) {
            const auto answer = parse_smtp_reply(std::string_view{pending_}.substr(taken_));
            if (const auto* parsed = std::get_if<ParsedReply>(&answer)) {
                taken_ += parsed->used;
                closing_ = closing_ || parsed->reply.code == 421;
                if (!closing_) ++replies_;
                return parsed->reply;
            }
            if (const auto* bad = std::get_if<Malformed>(&answer))
                throw StreamError{Cause::malformed, "not an SMTP reply: " + bad->reason};
        }
        pending_.erase(0, std::exchange(taken_, 0));
        const auto heard = stream_.read();
        pending_ += heard;
        // Parsing again without a new line end would cost the square of a trickled reply.
        complete_line = heard.find('\n') != std::string::npos || pending_.size() > longest_smtp_line;
        const auto left = std::chrono::ceil<milliseconds>(until - Clock::now());
        if (left <= milliseconds::zero())
            throw StreamError{Cause::deadline, "the reply was not complete in time"};
        stream_.set_patience(left);
    }
}

bool SmtpSession::speaks_unasked()
{
    return taken_ != pending_.size() || stream_.readable_within(milliseconds::zero());
}

void SmtpSession::quit() noexcept
{
    try {
        write("QUIT\r\n");
        while (reply(timeouts_.quit).code != 221 && !closing_) {}
    } catch (const std::exception&) { // we are leaving anyway
    }
}

std::string shown(const SmtpReply& reply)
{
    std::string text = std::to_string(reply.code);
    for (const auto& line : reply.lines) text += " " + line;
    return text;
}

}
