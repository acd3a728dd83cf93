#include "engine/store/timers.h"

#include "engine/store/connection.h"

namespace deskhand::engine {

std::vector<Timer> Timers::due(Instant now, int most)
{
    std::vector<Timer> timers;
    database_.connection().each("SELECT id, kind, ticket, due FROM timer WHERE due <= $1 ORDER BY due, id LIMIT $2",
                                [&](Columns& columns) {
                                    Timer timer;
                                    timer.id = columns.integer();
                                    timer.kind = timer_named(columns.text()).value_or(TimerKind::close_pending);
                                    timer.ticket = columns.id<TicketId>();
                                    timer.due = columns.instant();
                                    timers.push_back(timer);
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
