// Tickets and events as rows.
#pragma once
#include "engine/core/ticket.h"
#include "engine/store/connection.h"

#include <string_view>
#include <vector>

namespace deskhand::engine {

// What `ticket_in` reads, in that order.
inline constexpr std::string_view ticket_columns =
    "id, subject, requester, requester_name, queue, assignee, status, priority, tags, fields, participants, "
    "merged_into, created, updated, version";

Ticket ticket_in(Columns& columns);

// Writes a ticket under its own number, as version 1.
void insert_ticket(Connection& connection, const Ticket& ticket);
// Writes the whole new state and makes the version one more than the ticket's.
void update_ticket(Connection& connection, const Ticket& ticket);

// Adds the event to the end of its ticket's history. `words`: what the full-text index takes instead
// of the event's text; empty = the text.
void insert_event(Connection& connection, const Event& event, std::string_view words = {});

}
