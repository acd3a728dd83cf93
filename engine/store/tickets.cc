#include "engine/store/tickets.h"

#include "engine/store/documents.h"
#include "engine/store/groups.h"
#include "engine/store/search.h"
#include "engine/store/ticket_rows.h"

#include <algorithm>
#include <set>

namespace deskhand::engine {

namespace {

constexpr int longest_merge_chain = 100;

std::vector<Status> wanted(const TicketFilter& filter)
{
    if (filter.status) return {*filter.status};
    if (filter.scope == TicketFilter::Scope::active) return {Status::fresh, Status::open, Status::pending};
    return {Status::fresh, Status::open, Status::pending, Status::closed, Status::merged};
}

// Columns the filter fixes, the most telling one first: an index serves that one with the status.
std::vector<std::pair<std::string_view, const std::string*>> fixed_columns(const TicketFilter& filter)
{
    std::vector<std::pair<std::string_view, const std::string*>> fixed;
    if (!filter.requester.empty()) fixed.emplace_back("requester", &filter.requester);
    if (!filter.assignee.empty()) fixed.emplace_back("assignee", &filter.assignee);
    if (!filter.queue.empty()) fixed.emplace_back("queue", &filter.queue);
    return fixed;
}

// The newest of each status by index, merged: no list ever walks or sorts a whole table. An appended
// nothing keeps the database from choosing another index than the first column's.
std::string list_sql(const TicketFilter& filter)
{
    const auto fixed = fixed_columns(filter);
    std::string conditions;
    for (std::size_t i = 0; i < fixed.size(); ++i)
        conditions += fmt::format(fmt::runtime(i == 0 ? " AND {} = ${}" : " AND {} || '' = ${}"), fixed[i].first, i + 1);
    std::string parts;
    for (const auto status : wanted(filter))
        parts += fmt::format("{}SELECT id FROM (SELECT id FROM ticket WHERE status = '{}'{} AND id < ${} ORDER BY id DESC LIMIT ${}) AS newest_of_one",
                             parts.empty() ? "" : " UNION ALL ", name_of(status), conditions, fixed.size() + 1, fixed.size() + 2);
    return fmt::format("SELECT {} FROM ticket WHERE id IN (SELECT id FROM ({}) AS newest ORDER BY id DESC LIMIT ${}) ORDER BY id DESC",
                       ticket_columns, parts, fixed.size() + 2);
}

// Walks the matching texts from the newest down and looks at each one's ticket; the order of a CROSS
// JOIN is kept.
std::string search_sql(Dialect dialect, const TicketFilter& filter)
{
    const auto text = full_text(dialect);
    std::string conditions;
    std::size_t place = 4;
    for (const auto& [column, value] : fixed_columns(filter)) conditions += fmt::format(" AND {} = ${}", column, place++);
    std::string statuses;
    for (const auto status : wanted(filter)) statuses += fmt::format("{}'{}'", statuses.empty() ? "" : ", ", name_of(status));
    return fmt::format("SELECT {0} FROM words CROSS JOIN ticket WHERE {1} AND {0} < $2 AND ticket.id = {0} / {2} AND status IN ({3}) "
                       "AND $3 > 0{4} ORDER BY {0} DESC LIMIT $3", text.document, text.matches, documents_of_a_ticket, statuses, conditions);
}

std::vector<std::int64_t> found_documents(Connection& connection, const TicketFilter& filter, std::int64_t below, int most)
{
    std::vector<std::int64_t> found;
    Statement find{connection, search_sql(connection.dialect, filter)};
    find.bind(full_text_query(connection.dialect, filter.words)).bind(below).bind(most);
    for (const auto& [column, value] : fixed_columns(filter)) find.bind(*value);
    find.each([&](Columns& columns) { found.push_back(columns.integer()); });
    return found;
}

std::vector<TicketId> distinct_tickets(Connection& connection, const std::string& sql, const std::string& key, int most)
{
    std::vector<TicketId> found;
    connection.each(sql, [&](Columns& columns) {
        const auto ticket = columns.id<TicketId>();
        if (std::find(found.begin(), found.end(), ticket) == found.end()) found.push_back(ticket);
    }, key, most);
    return found;
}

}

std::optional<Ticket> Tickets::find(TicketId id)
{
    std::optional<Ticket> ticket;
    static const auto sql = fmt::format("SELECT {} FROM ticket WHERE id = $1", ticket_columns);
    database_.connection().each(sql, [&](Columns& columns) { ticket = ticket_in(columns); }, id);
    return ticket;
}

std::optional<Ticket> Tickets::find_current(TicketId id)
{
    auto ticket = find(id);
    std::set<TicketId> seen;
    while (ticket && ticket->merged_into != TicketId{} && seen.insert(ticket->id).second &&
           seen.size() < longest_merge_chain)
        if (auto next = find(ticket->merged_into)) ticket = std::move(next);
        else break;
    return ticket;
}

std::vector<Ticket> Tickets::list(const TicketFilter& filter)
{
    if (!filter.words.empty()) return search(filter);
    std::vector<Ticket> tickets;
    Statement list{database_.connection(), list_sql(filter)};
    for (const auto& [column, value] : fixed_columns(filter)) list.bind(*value);
    list.bind(before_or_newest(filter.before)).bind(filter.most);
    list.each([&](Columns& columns) { tickets.push_back(ticket_in(columns)); });
    return tickets;
}

std::vector<Ticket> Tickets::search(const TicketFilter& filter)
{
    constexpr int one_step = 5'000; // events; others may write between two steps
    while (index_words(database_, one_step) == one_step) {}
    std::vector<Ticket> tickets;
    if (full_text_query(database_.connection().dialect, filter.words).empty()) return tickets;
    auto below = documents_before(filter.before);
    while (static_cast<int>(tickets.size()) < filter.most) {
        const int step = 2 * filter.most;
        const auto found = found_documents(database_.connection(), filter, below, step);
        for (const auto document : found) {
            if (document >= below || static_cast<int>(tickets.size()) == filter.most) continue;
            below = documents_before(ticket_of_document(document)); // one line a ticket
            if (auto ticket = find(ticket_of_document(document))) tickets.push_back(std::move(*ticket));
        }
        if (static_cast<int>(found.size()) < step) break;
    }
    return tickets;
}

std::vector<Event> Tickets::history(TicketId id)
{
    std::vector<Event> events;
    database_.connection().each("SELECT id, at, kind, actor, text, mail FROM ticket_event WHERE ticket = $1 ORDER BY place",
                                [&](Columns& columns) {
                                    Event event;
                                    event.id = columns.id<EventId>();
                                    event.ticket = id;
                                    event.at = columns.instant();
                                    event.kind = event_named(columns.text()).value_or(EventKind::noted);
                                    event.actor = columns.text();
                                    event.text = columns.text();
                                    event.mail = columns.id<InboxId>();
                                    events.push_back(std::move(event));
                                },
                                id);
    return events;
}

std::vector<std::string> Tickets::message_ids(TicketId id, int most)
{
    std::vector<std::string> ids;
    database_.connection().each("SELECT message_id FROM ticket_message_id WHERE ticket = $1 ORDER BY id DESC LIMIT $2",
                                [&](Columns& columns) { ids.push_back(columns.text()); }, id, most);
    std::reverse(ids.begin(), ids.end());
    return ids;
}

std::optional<TicketId> Tickets::with_message_id(const std::string& message_id)
{
    auto& connection = database_.connection();
    auto ticket = connection.integer("SELECT ticket FROM ticket_message_id WHERE message_id = $1", message_id);
    if (!ticket) ticket = connection.integer("SELECT ticket FROM outbox WHERE message_id = $1 ORDER BY id LIMIT 1", message_id);
    return ticket ? std::optional{TicketId{*ticket}} : std::nullopt;
}

std::optional<InboxId> Tickets::mail_with(TicketId id, std::size_t below, const std::function<bool(std::string_view)>& wanted)
{
    std::optional<InboxId> found;
    database_.connection().each("SELECT inbox.id, bytes FROM ticket_event JOIN inbox ON inbox.id = ticket_event.mail "
                                "JOIN inbox_bytes ON inbox_bytes.inbox = inbox.id "
                                "WHERE ticket_event.ticket = $1 AND size < $2 ORDER BY place DESC LIMIT 20",
                                [&](Columns& columns) {
                                    const auto mail = columns.id<InboxId>();
                                    if (!found && wanted(columns.bytes())) found = mail;
                                },
                                id, below);
    return found;
}

std::vector<TicketId> Tickets::with_subject(const std::string& skeleton, int most)
{
    if (skeleton.empty()) return {};
    return distinct_tickets(database_.connection(), "SELECT ticket FROM thread_mark WHERE subject = $1 ORDER BY id DESC LIMIT $2", skeleton, most);
}

std::vector<TicketId> Tickets::with_thread_index(const std::string& thread_index, int most)
{
    if (thread_index.empty()) return {};
    return distinct_tickets(database_.connection(),
                            "SELECT ticket FROM thread_mark WHERE thread_index = $1 AND thread_index <> '' ORDER BY id DESC LIMIT $2",
                            thread_index, most);
}

std::string Tickets::suggestion(TicketId id)
{
    return database_.connection().text("SELECT text FROM ticket_suggestion WHERE ticket = $1", id).value_or("");
}

std::string Tickets::last_words(TicketId id)
{
    return database_.connection().text("SELECT text FROM ticket_event WHERE ticket = $1 AND kind = $2 ORDER BY place DESC LIMIT 1", id,
                                       name_of(EventKind::received)).value_or("");
}

std::vector<std::string> Tickets::sent_words(TicketId id, int most)
{
    std::vector<std::string> words;
    database_.connection().each("SELECT text FROM ticket_event WHERE ticket = $1 AND kind IN ($2, $3) ORDER BY place DESC LIMIT $4",
                                [&](Columns& columns) { words.push_back(columns.text()); }, id, name_of(EventKind::answered),
                                name_of(EventKind::answered_automatically), most);
    return words;
}

TicketId Tickets::next_id()
{
    return TicketId{database_.connection().integer("SELECT max(id) FROM ticket").value_or(0) + 1};
}

std::int64_t Tickets::count_open(const std::string& queue)
{
    const bool every = queue.empty();
    Statement count{database_.connection(), fmt::format("SELECT count(*) FROM ticket WHERE status IN ('{}', '{}', '{}'){}",
                                                        name_of(Status::fresh), name_of(Status::open), name_of(Status::pending),
                                                        every ? "" : " AND queue = $1")};
    if (!every) count.bind(queue);
    std::int64_t open = 0;
    count.each([&](Columns& columns) { open = columns.integer(); });
    return open;
}

}
