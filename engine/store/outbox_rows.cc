#include "engine/store/outbox_rows.h"

#include "engine/core/folded.h"

#include <fmt/format.h>

namespace deskhand::engine {

std::int64_t minute_of(Instant at)
{
    return std::chrono::floor<std::chrono::minutes>(at).time_since_epoch().count();
}

int urgency_of(Purpose purpose) { return answers_by_itself(purpose) ? least_urgent : 0; }

std::string state_is(OutboxState state)
{
    return fmt::format("{}state = '{}'", state == OutboxState::delivered ? "" : "state <> 'delivered' AND ", name_of(state));
}

void insert_outbox(Connection& connection, const Send& send, const std::string& bytes, Instant now)
{
    const auto id = connection.integer(
        "INSERT INTO outbox(ticket, purpose, urgency, automatic, by_itself, recipient, correspondent, envelope_sender, message_id, "
        "subject, state, queued, due) VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12) RETURNING id",
        or_null(send.ticket), name_of(send.purpose), urgency_of(send.purpose), is_automatic(send.purpose) ? 1 : 0,
        answers_by_itself(send.purpose) ? 1 : 0, send.recipient, folded(send.recipient), send.envelope_sender,
        send.draft.message_id, send.draft.subject, name_of(send.held_because.empty() ? OutboxState::ready : OutboxState::held), now);
    if (!send.held_because.empty()) // shown where the last answer of a relay is
        connection.run("INSERT INTO outbox_attempt(outbox, number, at, verdict, answer) VALUES($1, 0, $2, 'held', $3)", *id, now,
                       send.held_because);
    connection.run("INSERT INTO outbox_bytes(outbox, bytes) VALUES($1, $2)", *id, Octets{bytes});
    if (is_automatic(send.purpose))
        connection.run("INSERT INTO automatic_minute(minute, mails) VALUES($1, 1) "
                       "ON CONFLICT(minute) DO UPDATE SET mails = automatic_minute.mails + 1", minute_of(now));
}

OutboxRow outbox_in(Columns& columns)
{
    OutboxRow row;
    row.id = columns.id<OutboxId>();
    row.ticket = columns.id<TicketId>();
    row.purpose = purpose_named(columns.text()).value_or(Purpose::notice);
    row.recipient = columns.text();
    row.envelope_sender = columns.text();
    row.message_id = columns.text();
    row.subject = columns.text();
    row.state = outbox_state_named(columns.text()).value_or(OutboxState::held);
    row.attempts = static_cast<int>(columns.integer());
    row.queued = columns.instant();
    row.due = columns.instant();
    row.uncertain = columns.flag();
    row.last_answer = columns.text();
    return row;
}

}
