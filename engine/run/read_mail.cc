#include "engine/run/read_mail.h"

#include "engine/core/folded.h"
#include "mail/format/parse_message.h"

#include <algorithm>

namespace deskhand::engine {

namespace {

constexpr std::size_t most_passed_on = 5u << 20; // octets of attachments; each recipient gets a copy

}

ReadMail read_mail(std::string_view bytes, std::span<const std::string> trusted_hosts)
{
    ReadMail read;
    read.message = mail::parse_message(bytes);
    read.judgement = mail::judge(read.message);
    read.authentication = mail::authentication_of(read.message, trusted_hosts);
    const auto attached = [](const mail::Leaf& leaf) { return leaf.is_attachment; };
    if (std::any_of(read.message.leaves.begin(), read.message.leaves.end(), attached))
        read.attachments = mail::attachments_of(bytes, most_passed_on);
    return read;
}

MailSummary summary_of(const ReadMail& read)
{
    const auto& message = read.message;
    return {.from = message.from.empty() ? std::string{} : folded(message.from.front().addr), // shown, not believed
            .subject = message.subject,
            .kind = std::string{mail::name_of(read.judgement.kind)},
            .message_id = message.message_id,
            .words = mail::own_text(message)};
}

}
