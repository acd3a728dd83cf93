#include "engine/store/timers.h"

#include "engine/store/connection.h"

namespace deskhand::engine {

void Timers::set(const std::string& kind, TicketId ticket, Instant due)
{
    database_.connection().run("INSERT INTO timer(kind, ticket, due) VALUES($1, $2, $3) "
                               "ON CONFLICT(kind, ticket) DO UPDATE SET due = excluded.due", kind, ticket, due);
}

void Timers::cancel(const std::string& kind, TicketId ticket)
{
    database_.connection().run("DELETE FROM timer WHERE kind = $1 AND ticket = $2", kind, ticket);
}

std::vector<Timer> Timers::due(Instant now, int most)
{
    std::vector<Timer> timers;
    database_.connection().each("SELECT id, kind, ticket, due FROM timer WHERE due <= $1 ORDER BY due, id LIMIT $2",
                                [&](Columns& columns) {
                                    Timer timer;
                                    timer.id = columns.integer();
                                    timer.kind = columns.text();
                                    timer.ticket = columns.id<TicketId>();
                                    timer.due = columns.instant();
                                    timers.push_back(std::move(timer));
                                },
                                now, most);
    return timers;
}

void Timers::remove(std::int64_t id) { database_.connection().run("DELETE FROM timer WHERE id = $1", id); }

std::optional<Instant> Timers::next_due()
{
    const auto due = database_.connection().integer("SELECT min(due) FROM timer");
    return due ? std::optional{Instant{std::chrono::microseconds{*due}}} : std::nullopt;
}

}
