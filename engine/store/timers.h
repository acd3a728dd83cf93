// Things to do at a later time, kept across restarts.
#pragma once
#include "engine/core/ids.h"
#include "engine/core/instant.h"
#include "engine/store/database.h"

#include <optional>
#include <string>
#include <vector>

namespace deskhand::engine {

struct Timer {
    std::int64_t id = 0;
    std::string kind; // e.g. "close", "escalate"
    TicketId ticket{};
    Instant due{};
};

class Timers {
public:
    explicit Timers(Database& database) : database_{database} {}

    // One timer of a kind for a ticket; setting it again moves it.
    void set(const std::string& kind, TicketId ticket, Instant due);
    void cancel(const std::string& kind, TicketId ticket);
    std::vector<Timer> due(Instant now, int most);
    void remove(std::int64_t id);
    std::optional<Instant> next_due();

private:
    Database& database_;
};

}
