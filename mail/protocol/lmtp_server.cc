#include "mail/protocol/lmtp_server.h"

#include "mail/protocol/lmtp_command.h"
#include "mail/protocol/lmtp_input.h"

#include <fmt/format.h>

#include <exception>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace deskhand::mail {
namespace {

constexpr LmtpReply ok{250, "2.0.0", "OK"};
constexpr LmtpReply hello_first{503, "5.5.1", "Say LHLO first"};
constexpr LmtpReply no_sender{503, "5.5.1", "Say MAIL first"};
constexpr LmtpReply second_sender{503, "5.5.1", "One sender a mail: say RSET first"};
constexpr LmtpReply no_recipient{503, "5.5.1", "Nobody to give it to"};
constexpr LmtpReply unknown_recipient{550, "5.1.1", "Nobody of that address here"};
constexpr LmtpReply too_many_recipients{452, "4.5.3", "No more recipients with this mail"};
constexpr LmtpReply too_large{552, "5.3.4", "Larger than this desk takes"};
constexpr LmtpReply not_kept{451, "4.3.0", "Could not be kept now, send it again"};
constexpr LmtpReply kept{250, "2.0.0", "Kept"};
constexpr LmtpReply go_ahead{354, "", "End with a single dot"};
constexpr LmtpReply noise{500, "5.5.2", "Not a command"};
constexpr LmtpReply line_too_long{500, "5.5.2", "That line is too long"};
constexpr LmtpReply bare_line_end{500, "5.5.2", "Lines end in CRLF"};
constexpr LmtpReply control_octet{500, "5.5.2", "Control characters have no place in a command"};
constexpr LmtpReply cannot_verify{252, "2.1.5", "Ask with RCPT"};
constexpr LmtpReply goodbye{221, "2.0.0", "Goodbye"};
constexpr LmtpReply too_many_errors{421, "4.7.0", "Too many errors, closing"};
constexpr LmtpReply too_idle{421, "4.7.0", "Too many commands without a mail, closing"};
constexpr LmtpReply too_slow{421, "4.4.2", "Closing the connection"};

// Of the client; a mail that is refused is none.
bool is_mistake(const LmtpReply& reply) { return (reply.code >= 500 && reply.code < 550) || reply.code == 555; }

class Dialogue {
public:
    Dialogue(ByteStream& stream, const LmtpHost& host, const LmtpLimits& limits)
        : stream_{stream}, host_{host}, limits_{limits}, input_{stream}, size_offered_{fmt::format("SIZE {}", limits.largest_mail)}
    {}

    LmtpEnd hold();

    LmtpReply operator()(const LmtpHello& hello);
    LmtpReply operator()(const LmtpSender& sender);
    LmtpReply operator()(const LmtpRecipient& recipient);
    LmtpReply operator()(LmtpVerb verb);
    LmtpReply operator()(const LmtpReply& refusal) { return refusal; }
    LmtpReply operator()(LmtpNoise) { return noise; }

    // Says what is held back, and this. Whether the client still hears it changes nothing.
    void last_word(const LmtpReply& reply) noexcept;

private:
    LmtpReply answer_to(const LmtpInput::Line& line);
    void answer(const LmtpReply& reply);
    void flush();
    void take_mail();
    LmtpReply deliver(const LmtpMail& mail, const std::string& recipient) const;
    void forget_mail();

    ByteStream& stream_;
    const LmtpHost& host_;
    const LmtpLimits& limits_;
    LmtpInput input_;
    const std::string size_offered_;
    std::string to_say_; // answers to commands that came together travel together (RFC 2920)
    bool greeted_ = false, heard_noise_ = false, mail_follows_ = false, leaves_ = false;
    std::optional<LmtpSender> sender_;
    std::vector<std::string> recipients_;
    int errors_ = 0, idle_ = 0;
};

void Dialogue::answer(const LmtpReply& reply)
{
    if (is_mistake(reply)) ++errors_;
    if (reply.status.empty()) to_say_ += fmt::format("{} {}\r\n", reply.code, reply.text);
    else to_say_ += fmt::format("{} {} {}\r\n", reply.code, reply.status, reply.text);
}

void Dialogue::flush()
{
    if (!to_say_.empty()) stream_.write(std::exchange(to_say_, {}));
}

void Dialogue::last_word(const LmtpReply& reply) noexcept
{
    try {
        answer(reply);
        flush();
    } catch (const std::exception&) { // it has gone
    }
}

void Dialogue::forget_mail()
{
    sender_.reset();
    recipients_.clear();
}

LmtpReply Dialogue::operator()(const LmtpHello&)
{
    greeted_ = true;
    forget_mail();
    to_say_ += fmt::format("250-{}\r\n250-PIPELINING\r\n250-ENHANCEDSTATUSCODES\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n", host_.name);
    return {250, "", size_offered_};
}

LmtpReply Dialogue::operator()(const LmtpSender& sender)
{
    if (!greeted_) return hello_first;
    if (sender_) return second_sender;
    if (sender.size > limits_.largest_mail) return too_large;
    sender_ = sender;
    return {250, "2.1.0", "OK"};
}

LmtpReply Dialogue::operator()(const LmtpRecipient& recipient)
{
    if (!sender_) return greeted_ ? no_sender : hello_first;
    if (recipients_.size() >= limits_.most_recipients) return too_many_recipients;
    if (host_.knows && !host_.knows(recipient.address)) return unknown_recipient;
    recipients_.push_back(recipient.address);
    return {250, "2.1.5", "OK"};
}

LmtpReply Dialogue::operator()(LmtpVerb verb)
{
    switch (verb) {
    case LmtpVerb::noop: return ok;
    case LmtpVerb::vrfy: return cannot_verify;
    case LmtpVerb::rset: forget_mail(); return ok;
    case LmtpVerb::quit: leaves_ = true; return goodbye;
    case LmtpVerb::data: break;
    }
    if (!sender_) return greeted_ ? no_sender : hello_first;
    if (recipients_.empty()) return no_recipient; // RFC 2033 section 4.2
    mail_follows_ = true;
    return go_ahead;
}

LmtpReply Dialogue::answer_to(const LmtpInput::Line& line)
{
    using Fault = LmtpInput::Line::Fault;
    switch (line.fault) {
    case Fault::too_long: return line_too_long;
    case Fault::bare_line_end: return bare_line_end;
    case Fault::control_octet: return control_octet;
    case Fault::none: break;
    }
    const auto command = parse_lmtp_command(line.text, sender_ ? sender_->allowed : AddressOctets::ascii);
    heard_noise_ = std::holds_alternative<LmtpNoise>(command);
    return std::visit(*this, command);
}

LmtpReply Dialogue::deliver(const LmtpMail& mail, const std::string& recipient) const
{
    try {
        host_.deliver(mail, recipient);
    } catch (const std::exception&) { // the host knows why; the client only that it must come again
        return not_kept;
    }
    return mail.withheld > 0 ? too_large : kept;
}

// One answer for each recipient, in their order (RFC 2033 section 4.2), each said as soon as it is true.
void Dialogue::take_mail()
{
    mail_follows_ = false;
    auto data = input_.data(limits_.largest_mail, {.block = limits_.block, .whole = limits_.mail});
    const LmtpMail mail{.sender = sender_->address, .octets = std::move(data.octets), .withheld = data.withheld};
    for (const auto& recipient : recipients_) {
        answer(deliver(mail, recipient));
        flush();
    }
    forget_mail();
    idle_ = 0;
}

LmtpEnd Dialogue::hold()
{
    to_say_ = fmt::format("220 {} LMTP\r\n", host_.name);
    while (!leaves_) {
        if (!input_.line_waiting()) flush();
        answer(answer_to(input_.line(limits_.command)));
        // A browser or the like that was led here: what it says next may look like commands.
        if (!greeted_ && heard_noise_) return flush(), LmtpEnd::shown_out;
        if (errors_ >= limits_.most_errors) return last_word(too_many_errors), LmtpEnd::shown_out;
        if (++idle_ > limits_.most_idle) return last_word(too_idle), LmtpEnd::shown_out;
        if (!mail_follows_) continue;
        flush();
        take_mail();
    }
    flush();
    return LmtpEnd::quit;
}

}

LmtpEnd serve_lmtp(ByteStream& stream, const LmtpHost& host, const LmtpLimits& limits)
{
    Dialogue dialogue{stream, host, limits};
    try {
        return dialogue.hold();
    } catch (const StreamError& end) {
        using Cause = StreamError::Cause;
        if (end.cause == Cause::deadline) return dialogue.last_word(too_slow), LmtpEnd::slow;
        if (end.cause == Cause::malformed) return dialogue.last_word(line_too_long), LmtpEnd::shown_out;
        return LmtpEnd::gone;
    }
}

}
