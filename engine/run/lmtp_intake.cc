#include "engine/run/lmtp_intake.h"

#include "engine/core/folded.h"
#include "engine/run/collector.h"
#include "engine/run/log.h"
#include "engine/store/inbox.h"

#include <fmt/core.h>

#include <algorithm>
#include <string_view>
#include <utility>

namespace deskhand::engine {
namespace {

constexpr std::size_t at_a_time = 16; // connections; further ones wait, and Postfix opens 20 at most

std::string without_detail(const std::string& address)
{
    const auto at = address.rfind('@');
    const auto plus = address.find('+');
    if (at == std::string::npos || plus == std::string::npos || plus == 0 || plus > at) return address;
    return address.substr(0, plus) + address.substr(at);
}

// On top of the mail, as the last server of its way writes it (RFC 5321 section 4.4): the desk sees a null sender there.
std::string with_return_path(const mail::LmtpMail& mail)
{
    std::string bytes;
    bytes.reserve(mail.octets.size() + mail.sender.size() + 20);
    return bytes.append("Return-Path: <").append(mail.sender).append(">\r\n").append(mail.octets);
}

std::string too_large(const mail::LmtpMail& mail)
{
    if (mail.withheld == 0) return {};
    return fmt::format("{} octets, more than largest_mail allows: it was refused, which its sender is told; only its header is here", mail.withheld);
}

}

bool knows_recipient(const mail::LmtpSettings& settings, const std::string& recipient)
{
    const auto& known = settings.recipients;
    if (known.empty()) return true;
    const auto address = folded(recipient);
    return std::any_of(known.begin(), known.end(), [&](const auto& one) { return one == address || one == without_detail(address); });
}

LmtpIntake::LmtpIntake(mail::LmtpSettings settings, std::string host_name, SharedDatabase& database, Clock& clock)
    : settings_{std::move(settings)}, host_name_{std::move(host_name)}, who_{"mailbox " + settings_.name}, database_{database}, clock_{clock},
      listener_{settings_.listen}
{
}

void LmtpIntake::deliver(const mail::LmtpMail& mail, const std::string& recipient)
{
    auto key = content_key(mail.octets) + " " + folded(recipient);
    if (mail.withheld > 0) key += fmt::format(" {}", mail.withheld);
    const RawMail raw{.mailbox = settings_.name, .generation = {}, .uid = key, .content_key = key, .bytes = with_return_path(mail),
                      .received = clock_.now(), .internal_date = {}, .envelope_recipient = recipient, .quarantine_reason = too_large(mail),
                      .extent = mail.withheld > 0 ? RawMail::Extent::header_only : RawMail::Extent::whole};
    try {
        const auto journaled = database_.use([&](Database& database) { return Inbox{database}.journal({&raw, 1}).front(); });
        log(LogLevel::info, who_, fmt::format("mail {} for {} {}", number(journaled.id), recipient, journaled.fresh ? "taken in" : "was here already"));
        if (journaled.fresh) clock_.wake();
    } catch (const std::exception& broken) {
        log(LogLevel::error, who_, fmt::format("a mail for {} was not taken in and will come again: {}", recipient, broken.what()));
        throw;
    }
}

void LmtpIntake::serve(mail::ByteStream& stream)
{
    const mail::LmtpLimits limits{.largest_mail = settings_.largest_mail};
    const mail::LmtpHost host{.name = host_name_,
                              .knows = [this](const std::string& recipient) { return knows_recipient(settings_, recipient); },
                              .deliver = [this](const mail::LmtpMail& mail, const std::string& recipient) { deliver(mail, recipient); }};
    try {
        if (mail::serve_lmtp(stream, host, limits) == mail::LmtpEnd::shown_out)
            log(LogLevel::warning, who_, "a client that breaks the rules of LMTP was shown out");
    } catch (const std::exception& broken) { // no memory
        log(LogLevel::error, who_, broken.what());
    }
}

void LmtpIntake::run(std::stop_token stop)
{
    listener_.run(std::move(stop), at_a_time, [this](mail::ByteStream& stream) { serve(stream); });
}

}
