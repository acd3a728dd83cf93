#include "engine/run/timekeeper.h"

#include "engine/core/ticket_timers.h"
#include "engine/run/log.h"
#include "engine/store/apply_decision.h"
#include "engine/store/load_situation.h"

#include <fmt/core.h>

#include <algorithm>

namespace deskhand::engine {
namespace {

constexpr int at_once = 50;
constexpr std::chrono::seconds longest_nap{30}; // timers set by another process are seen within this
constexpr std::chrono::seconds after_a_fault{5};

}

Timekeeper::Timekeeper(Database database, PolicySource policy, Clock& clock)
    : database_{std::move(database)}, timers_{database_}, policy_{std::move(policy)}, clock_{clock}
{
}

int Timekeeper::step()
{
    const auto now = clock_.now();
    const auto due = timers_.due(now, at_once);
    const auto policy = policy_();
    for (const auto& timer : due) {
        Decision decision;
        database_.transaction([&] {
            decision = decide_timer(timer.kind, load_situation(database_, timer.ticket, now), *policy, now);
            apply_decision(database_, decision, now);
            timers_.remove(timer.id);
        });
        log(LogLevel::info, fmt::format("timer {}", timer.id), decision.outcome);
    }
    if (!due.empty()) clock_.wake();
    return static_cast<int>(due.size());
}

void Timekeeper::run(std::stop_token stop)
{
    while (!stop.stop_requested()) {
        try {
            if (step() > 0) continue;
            const auto latest = clock_.now() + longest_nap;
            clock_.wait_until(std::min<Instant>(timers_.next_due().value_or(latest), latest), stop);
        } catch (const std::exception& broken) {
            log(LogLevel::error, "timekeeper", fmt::format("{}; trying again in {} s", broken.what(), after_a_fault.count()));
            clock_.wait_until(clock_.now() + after_a_fault, stop);
        }
    }
}

}
