#include "mail/protocol/smtp_batch.h"

#include "mail/protocol/smtp_data.h"

#include <fmt/format.h>

#include <optional>
#include <utility>

namespace deskhand::mail {
namespace {

using Cause = StreamError::Cause;

constexpr int go_ahead = 354;
// The last piece of a mail, the one with the dot in it, is at most this large: a connection that
// dies earlier leaves no doubt that nothing was delivered.
constexpr std::size_t last_piece = 64 * 1024;

// A mail ready to be said.
struct Ready {
    std::size_t index = 0;
    std::optional<SmtpReply> refusal; // given here; then nothing is said
    std::string mail_command, rcpt_command;
    std::string octets;     // after 354, final dot included
    bool announced = false; // its commands went out with the mail before
};

SmtpReply refused_here(int code, std::string status, std::string_view why)
{
    return {code, status, {fmt::format("{} {}", status, why)}};
}

// 421: nothing more can be said in this session.
struct ServerCloses {
    SmtpReply reply;
};

class Batch {
public:
    Batch(SmtpSession& session, std::span<const SmtpMail> mails, const std::function<void(std::size_t)>& before_dot,
          Pipelining pipelining)
        : session_{session}, mails_{mails}, before_dot_{before_dot},
          pipelining_{session.extensions().pipelining ? pipelining : Pipelining::none}
    {}

    std::vector<DeliveryResult> run();

private:
    Ready prepare(std::size_t index) const;
    std::optional<SmtpReply> reason_to_refuse(const SmtpMail& mail, const SmtpData& data, bool utf8) const;
    DeliveryResult deliver(std::size_t index);
    std::optional<SmtpReply> open(const Ready& mail);
    std::optional<SmtpReply> open_at_once(const Ready& mail);
    DeliveryResult send_data(Ready mail);
    SmtpReply heard(std::chrono::milliseconds patience);
    SmtpReply said(std::string_view command, std::chrono::milliseconds patience);
    void note_refusal(const SmtpReply& reply, bool accepted, std::optional<SmtpReply>& refusal) const;

    SmtpSession& session_;
    std::span<const SmtpMail> mails_;
    const std::function<void(std::size_t)>& before_dot_;
    Pipelining pipelining_;
    bool reset_due_ = false; // a refused transaction is still open
    bool dot_out_ = false;   // a final dot may have left, unanswered
    std::optional<Ready> ahead_;
};

std::vector<DeliveryResult> Batch::run()
{
    std::vector<DeliveryResult> results;
    results.reserve(mails_.size());
    std::string rest; // why the remaining mails are not sent
    try {
        while (results.size() < mails_.size() && !session_.closing()) results.push_back(deliver(results.size()));
        rest = "the relay closed the session";
        if (reset_due_ && !session_.closing()) said("RSET", session_.timeouts().command);
    } catch (const ServerCloses& closes) {
        rest = "the relay closed the session: " + shown(closes.reply);
    } catch (const StreamError& error) {
        rest = error.what();
        if (dot_out_) results.push_back(AnswerUnknown{rest});
    } catch (const std::exception& error) {
        rest = fmt::format("stopped before the final dot: {}", error.what());
    }
    while (results.size() < mails_.size()) results.push_back(NotSent{rest});
    return results;
}

Ready Batch::prepare(std::size_t index) const
{
    const auto& mail = mails_[index];
    const auto& offered = session_.extensions();
    auto data = smtp_data(mail.bytes);
    const bool eight_bit = !is_seven_bit(mail.bytes);
    const bool utf8 = !is_seven_bit(mail.sender) || !is_seven_bit(mail.recipient) ||
        (eight_bit && !is_seven_bit(header_block(mail.bytes)));

    Ready ready{index, reason_to_refuse(mail, data, utf8), {}, {}, {}};
    if (ready.refusal) return ready;
    ready.mail_command = fmt::format("MAIL FROM:<{}>", mail.sender);
    if (offered.size) ready.mail_command += fmt::format(" SIZE={}", data.size);
    // Without 8BITMIME the octets go as they are, as all large senders do: servers that would
    // mind are gone, and converting would break signatures.
    if (eight_bit && offered.eight_bit_mime) ready.mail_command += " BODY=8BITMIME";
    if (utf8) ready.mail_command += " SMTPUTF8";
    ready.rcpt_command = fmt::format("RCPT TO:<{}>", mail.recipient);
    ready.octets = std::move(data.octets);
    return ready;
}

std::optional<SmtpReply> Batch::reason_to_refuse(const SmtpMail& mail, const SmtpData& data, bool utf8) const
{
    const auto& offered = session_.extensions();
    if (!is_sendable_address(mail.recipient))
        return refused_here(553, "5.1.3", "not sent: the recipient's address cannot be written in SMTP");
    if (!mail.sender.empty() && !is_sendable_address(mail.sender))
        return refused_here(553, "5.1.7", "not sent: the sender's address cannot be written in SMTP");
    if (utf8 && !offered.smtp_utf8)
        return refused_here(550, "5.6.7", "not sent: the relay takes no addresses or headers beyond ASCII (SMTPUTF8)");
    if (offered.largest_mail && data.size > *offered.largest_mail)
        return refused_here(552, "5.3.4",
                            fmt::format("not sent: {} octets, the relay takes {}", data.size, *offered.largest_mail));
    return {};
}

DeliveryResult Batch::deliver(std::size_t index)
{
    auto mail = ahead_ ? *std::exchange(ahead_, std::nullopt) : prepare(index);
    if (mail.refusal) return Answered{*std::move(mail.refusal)};
    if (auto refusal = pipelining_ == Pipelining::none ? open(mail) : open_at_once(mail)) {
        reset_due_ = true;
        return Answered{*std::move(refusal)};
    }
    before_dot_(index);
    return send_data(std::move(mail));
}

// Command by command; comes back with the first refusal.
std::optional<SmtpReply> Batch::open(const Ready& mail)
{
    const auto& wait = session_.timeouts();
    std::optional<SmtpReply> refusal;
    if (std::exchange(reset_due_, false)) said("RSET", wait.command);
    for (const auto& command : {mail.mail_command, mail.rcpt_command}) {
        const auto reply = said(command, wait.command);
        note_refusal(reply, reply.positive(), refusal);
        if (refusal) return refusal;
    }
    const auto reply = said("DATA", wait.data);
    note_refusal(reply, reply.code == go_ahead, refusal);
    return refusal;
}

// All commands in one write; every one of them is answered, whatever the others got.
std::optional<SmtpReply> Batch::open_at_once(const Ready& mail)
{
    const auto& wait = session_.timeouts();
    const bool reset = std::exchange(reset_due_, false);
    if (!mail.announced)
        session_.write(fmt::format("{}{}\r\n{}\r\nDATA\r\n", reset ? "RSET\r\n" : "", mail.mail_command,
                                   mail.rcpt_command));
    if (reset) heard(wait.command);
    std::optional<SmtpReply> refusal;
    for (int command = 0; command < 2; ++command) {
        const auto reply = heard(wait.command);
        note_refusal(reply, reply.positive(), refusal);
    }
    const auto data = heard(wait.data);
    note_refusal(data, data.code == go_ahead, refusal);
    // A server may say 354 to nobody's mail; an empty one ends it (RFC 2920 section 3.1).
    if (refusal && data.code == go_ahead) said(".", wait.final_dot);
    return refusal;
}

void Batch::note_refusal(const SmtpReply& reply, bool accepted, std::optional<SmtpReply>& refusal) const
{
    if (accepted || refusal) return;
    if (!reply.transient() && !reply.permanent())
        throw StreamError{Cause::malformed, "the dialogue is out of step, heard: " + shown(reply)};
    refusal = reply;
}

DeliveryResult Batch::send_data(Ready mail)
{
    const auto& wait = session_.timeouts();
    auto& octets = mail.octets;
    const auto early = octets.size() > last_piece ? octets.size() - last_piece : 0;
    if (early > 0) session_.write(std::string_view{octets}.substr(0, early));

    if (pipelining_ == Pipelining::across_mails && mail.index + 1 < mails_.size()) {
        ahead_ = prepare(mail.index + 1);
        if (!ahead_->refusal) {
            octets.append(ahead_->mail_command).append("\r\n");
            octets.append(ahead_->rcpt_command).append("\r\nDATA\r\n");
            ahead_->announced = true;
        }
    }
    // A server that gave up meanwhile must not get a dot it will not answer.
    if (session_.speaks_unasked()) {
        const auto reply = heard(wait.command);
        throw StreamError{Cause::malformed, "the relay interrupts the mail: " + shown(reply)};
    }
    dot_out_ = true;
    session_.write(std::string_view{octets}.substr(early));
    auto reply = session_.reply(wait.final_dot);
    if (reply.code / 100 == 3)
        throw StreamError{Cause::malformed, "the final dot was answered with " + shown(reply)};
    dot_out_ = false;
    return Answered{std::move(reply)};
}

SmtpReply Batch::heard(std::chrono::milliseconds patience)
{
    auto reply = session_.reply(patience);
    if (session_.closing()) throw ServerCloses{std::move(reply)};
    return reply;
}

SmtpReply Batch::said(std::string_view command, std::chrono::milliseconds patience)
{
    session_.write(fmt::format("{}\r\n", command));
    return heard(patience);
}

}

std::vector<DeliveryResult> send_batch(SmtpSession& session, std::span<const SmtpMail> mails,
                                       const std::function<void(std::size_t)>& before_dot,
                                       Pipelining pipelining)
{
    return Batch{session, mails, before_dot, pipelining}.run();
}

}
