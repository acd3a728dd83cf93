// Things to do at a later time, kept across restarts; decisions set and cancel them.
#pragma once
#include "engine/core/decision.h"
#include "engine/store/database.h"

#include <optional>
#include <vector>

namespace deskhand::engine {

struct Timer {
    std::int64_t id = 0;
    TimerKind kind = TimerKind::close_pending;
    TicketId ticket{};
    Instant due{};
};

class Timers {
public:
    explicit Timers(Database& database) : database_{database} {}

    std::vector<Timer> due(Instant now, int most); // earliest first
    void remove(std::int64_t id);
    std::optional<Instant> next_due();

private:
    Database& database_;
};

}
