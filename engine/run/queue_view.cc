#include "engine/run/queue_view.h"

#include "engine/run/json_writer.h"
#include "engine/run/log.h"
#include "engine/run/mail_text.h"
#include "engine/run/message_json.h"
#include "engine/run/read_mail.h"
#include "engine/run/table_text.h"
#include "engine/run/times.h"
#include "engine/run/utf8.h"

#include <fmt/core.h>

namespace deskhand::engine {
namespace {

void write_members(JsonWriter& json, const OutboxRow& row)
{
    json.member("id", number(row.id)).member("state", name_of(row.state)).member("purpose", name_of(row.purpose)).key("ticket");
    if (number(row.ticket) == 0) json.null();
    else json.value(number(row.ticket));
    json.member("recipient", row.recipient).text_or_null("envelope_sender", row.envelope_sender).member("message_id", row.message_id);
    json.member("subject", row.subject).member("attempts", row.attempts).member("queued", written(row.queued));
    json.text_or_null("due", row.state == OutboxState::ready ? written(row.due) : std::string{});
    json.text_or_null("last_answer", row.last_answer).member("uncertain", row.uncertain);
}

std::string ticket_of(const OutboxRow& row) { return number(row.ticket) == 0 ? "-" : reference_of(row.ticket); }

std::string state_of(const OutboxRow& row)
{
    return std::string{name_of(row.state)} + (row.uncertain ? " (a copy may have arrived)" : "");
}

}

std::string queue_table(const std::vector<OutboxRow>& rows)
{
    if (rows.empty()) return "No outgoing mail matches.\n";
    TextTable table{{{"row", 12, Column::Side::right}, {"state", 36}, {"purpose", 18}, {"ticket", 10}, {"tries", 6, Column::Side::right},
                     {"queued (UTC)"}, {"due (UTC)"}, {"to", 30}, {"last answer", 60}}};
    for (const auto& row : rows)
        table.add({std::to_string(number(row.id)), state_of(row), std::string{name_of(row.purpose)}, ticket_of(row),
                   std::to_string(row.attempts), minute_of(row.queued), row.state == OutboxState::ready ? minute_of(row.due) : "-",
                   row.recipient, row.last_answer.empty() ? "-" : row.last_answer});
    return table.text();
}

std::string queue_json(const std::vector<OutboxRow>& rows)
{
    JsonWriter json;
    json.begin_object().key("rows").begin_array();
    for (const auto& row : rows) {
        json.begin_object();
        write_members(json, row);
        json.end_object();
    }
    json.end_array().end_object();
    return json.text();
}

std::string queue_text(const OutboxRow& row)
{
    auto out = titled("row", std::to_string(number(row.id))) + titled("state", state_of(row)) + titled("purpose", name_of(row.purpose));
    out += titled("ticket", ticket_of(row)) + titled("recipient", row.recipient);
    out += titled("envelope", row.envelope_sender.empty() ? "null sender: no bounce comes back" : "bounces go to " + row.envelope_sender);
    out += titled("queued", minute_of(row.queued) + " UTC");
    if (row.state == OutboxState::ready) out += titled("due", minute_of(row.due) + " UTC");
    out += titled("tries", std::to_string(row.attempts)) + titled("last answer", row.last_answer);
    return out + "\n" + mail_text("as it leaves", read_mail(row.bytes));
}

std::string queue_row_json(const OutboxRow& row)
{
    JsonWriter json;
    json.begin_object();
    write_members(json, row);
    json.key("mail");
    write_message(json, "", read_mail(row.bytes));
    json.end_object();
    return json.text();
}

}
