#include "engine/run/inbox_view.h"

#include "engine/run/log.h"
#include "engine/run/mail_text.h"
#include "engine/run/message_json.h"
#include "engine/run/read_mail.h"
#include "engine/run/table_text.h"
#include "engine/run/times.h"
#include "engine/run/utf8.h"
#include "engine/store/names_of_states.h"

#include <fmt/core.h>

namespace deskhand::engine {

void write_members(JsonWriter& json, const InboxLine& line)
{
    json.member("id", number(line.id)).member("received", written(line.received)).member("mailbox", line.mailbox);
    json.member("state", name_of(line.state)).text_or_null("from", line.from).member("subject", line.subject);
    json.text_or_null("kind", line.kind).text_or_null("outcome", line.outcome).text_or_null("reason", line.reason).key("ticket");
    if (number(line.ticket) == 0) json.null();
    else json.value(number(line.ticket));
    json.member("size", line.size);
}

std::string quarantine_table(const std::vector<InboxLine>& lines)
{
    if (lines.empty()) return "Nothing is quarantined.\n";
    TextTable table{{{"mail", 12, Column::Side::right}, {"received (UTC)"}, {"mailbox", 16}, {"from", 30}, {"subject", 40}, {"reason", 90}}};
    for (const auto& line : lines)
        table.add({std::to_string(number(line.id)), minute_of(line.received), line.mailbox, line.from.empty() ? "?" : line.from, line.subject,
                   line.reason});
    return table.text();
}

std::string inbox_json(const std::vector<InboxLine>& lines)
{
    JsonWriter json;
    json.begin_object().key("mails").begin_array();
    for (const auto& line : lines) {
        json.begin_object();
        write_members(json, line);
        json.end_object();
    }
    json.end_array().end_object();
    return json.text();
}

std::string quarantined_text(const QuarantinedMail& mail)
{
    auto out = fmt::format("{:<12} {}\n{:<12} {} UTC, from mailbox {}\n", "state", name_of(mail.row.state), "received",
                           minute_of(mail.row.received), one_line(mail.row.mailbox));
    if (!mail.reason.empty()) out += fmt::format("{:<12} {}\n", "waits", one_line(mail.reason));
    for (const auto& reason : mail.because) out += fmt::format("{:<12} {}\n", "because", one_line(reason.text));
    out += fmt::format("{:<12} {}\n\n", "failures", mail.row.failures);
    return out + mail_text(fmt::format("journal row {}", number(mail.row.id)), read_mail(mail.row.bytes));
}

std::string quarantined_json(const QuarantinedMail& mail)
{
    JsonWriter json;
    json.begin_object().member("id", number(mail.row.id)).member("state", name_of(mail.row.state));
    json.member("received", written(mail.row.received)).member("mailbox", mail.row.mailbox).text_or_null("reason", mail.reason);
    json.key("because").begin_array();
    for (const auto& reason : mail.because) json.begin_object().member("id", reason.id).member("text", reason.text).end_object();
    json.end_array().member("failures", mail.row.failures).key("mail");
    write_message(json, "", read_mail(mail.row.bytes));
    json.end_object();
    return json.text();
}

}
