#include "engine/store/ticket_rows.h"

#include "engine/core/folded.h"
#include "engine/store/encoding.h"

namespace deskhand::engine {

Ticket ticket_in(Columns& columns)
{
    Ticket ticket;
    ticket.id = columns.id<TicketId>();
    ticket.subject = columns.text();
    ticket.requester = columns.text();
    ticket.requester_name = columns.text();
    ticket.queue = columns.text();
    ticket.assignee = columns.text();
    ticket.status = status_named(columns.text()).value_or(Status::open);
    ticket.priority = priority_named(columns.text()).value_or(Priority::normal);
    ticket.tags = list_in(columns.text());
    ticket.fields = map_in(columns.text());
    ticket.participants = list_in(columns.text());
    ticket.merged_into = columns.id<TicketId>();
    ticket.created = columns.instant();
    ticket.updated = columns.instant();
    ticket.version = columns.integer();
    return ticket;
}

void insert_ticket(Connection& connection, const Ticket& ticket)
{
    connection.run("INSERT INTO ticket(id, subject, requester, requester_name, queue, assignee, status, priority, tags, "
                   "fields, participants, merged_into, created, updated, version) "
                   "VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 1)",
                   ticket.id, ticket.subject, folded(ticket.requester), ticket.requester_name, ticket.queue,
                   ticket.assignee, name_of(ticket.status), name_of(ticket.priority), to_json(ticket.tags),
                   to_json(ticket.fields), to_json(ticket.participants), or_null(ticket.merged_into), ticket.created,
                   ticket.updated);
}

void update_ticket(Connection& connection, const Ticket& ticket)
{
    connection.run("UPDATE ticket SET subject = $1, requester = $2, requester_name = $3, queue = $4, assignee = $5, "
                   "status = $6, priority = $7, tags = $8, fields = $9, participants = $10, merged_into = $11, "
                   "created = $12, updated = $13, version = $14 WHERE id = $15",
                   ticket.subject, folded(ticket.requester), ticket.requester_name, ticket.queue, ticket.assignee,
                   name_of(ticket.status), name_of(ticket.priority), to_json(ticket.tags), to_json(ticket.fields),
                   to_json(ticket.participants), or_null(ticket.merged_into), ticket.created, ticket.updated,
                   ticket.version + 1, ticket.id);
}

void insert_event(Connection& connection, const Event& event, std::string_view words)
{
    const auto searchable = words.empty() ? std::nullopt : std::optional{std::string{words}};
    // Places count from 1 within the ticket; together with its number they name the searched text.
    // The plain max() is one step into the index; inside the INSERT it would cost as much as the rest.
    const auto last = connection.integer("SELECT max(place) FROM ticket_event WHERE ticket = $1", event.ticket).value_or(0);
    connection.run("INSERT INTO ticket_event(ticket, place, at, kind, actor, text, words, mail) "
                   "VALUES($1, $2, $3, $4, $5, $6, $7, $8)",
                   event.ticket, last + 1, event.at, name_of(event.kind), event.actor, event.text, searchable, or_null(event.mail));
}

}
