#include "engine/run/read_mail.h"

#include "engine/core/folded.h"
#include "mail/format/parse_message.h"

namespace deskhand::engine {

ReadMail read_mail(std::string_view bytes)
{
    ReadMail read;
    read.message = mail::parse_message(bytes);
    read.judgement = mail::judge(read.message);
    return read;
}

MailSummary summary_of(const ReadMail& read)
{
    const auto& message = read.message;
    return {.from = message.from.empty() ? std::string{} : folded(message.from.front().addr),
            .subject = message.subject,
            .kind = std::string{mail::name_of(read.judgement.kind)},
            .message_id = message.message_id,
            .words = mail::own_text(message)};
}

}
