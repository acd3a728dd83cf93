#include "engine/run/read_mail.h"

#include "engine/core/folded.h"
#include "mail/format/own_words.h"
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
    read.marks = mail::thread_marks_of(read.message);
    read.authentication = mail::authentication_of(read.message, trusted_hosts);
    const auto attached = [](const mail::Leaf& leaf) { return leaf.is_attachment; };
    if (std::any_of(read.message.leaves.begin(), read.message.leaves.end(), attached))
        read.attachments = mail::attachments_of(bytes, most_passed_on);
    return read;
}

ReadMail without_our_words(ReadMail read, const Situation& situation)
{
    if (situation.sent_words.empty() || situation.evidence == Evidence::staff_token) return read;
    auto spans = mail::spans_of(read.message.text, mail::sender_of(read.message), situation.sent_words);
    const auto same = [](const mail::Span& one, const mail::Span& other) { return one.kind == other.kind && one.text == other.text; };
    if (std::equal(spans.begin(), spans.end(), read.message.spans.begin(), read.message.spans.end(), same)) return read;
    read.message.spans = std::move(spans);
    read.guess.reset(); // these were made of other words
    read.marks.reset();
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
