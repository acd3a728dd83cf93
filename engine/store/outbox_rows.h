// Outgoing mails as rows.
#pragma once
#include "engine/core/decision.h"
#include "engine/store/connection.h"
#include "engine/store/outbox.h"

#include <string>
#include <string_view>

namespace deskhand::engine {

// Lower goes first: words of and for people before what nobody waits for.
// Minutes since 1970: the row an instant is counted in.
std::int64_t minute_of(Instant at);

int urgency_of(Purpose purpose);
inline constexpr int least_urgent = 1;

// Queues a composed mail, due at once.
void insert_outbox(Connection& connection, const Send& send, const std::string& bytes, Instant now);

// A condition with the state spelled out, so that the partial index of what is not delivered can serve:
// SQLite uses it only for a query that repeats its condition.
std::string state_is(OutboxState state);

// What `outbox_in` reads, in that order; bytes are read beside it.
inline constexpr std::string_view outbox_columns =
    "id, ticket, purpose, recipient, envelope_sender, message_id, subject, state, attempts, queued, due, uncertain, "
    "coalesce((SELECT answer FROM outbox_attempt WHERE outbox_attempt.outbox = outbox.id AND number = attempts), '')";

OutboxRow outbox_in(Columns& columns);

}
