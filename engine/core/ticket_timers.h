// Which timers a ticket has, by its state; and what happens when one is due.
#pragma once
#include "engine/core/decision.h"
#include "engine/core/policy.h"
#include "engine/core/situation.h"

#include <optional>

namespace deskhand::engine {

// The timer that follows from a change of status, if any: a ticket that begins to wait for its requester
// is closed after the time set, and one that waits no more is not.
std::optional<Action> timer_after(Status before, const Ticket& after, const config::Settings& settings, Instant now);

// What a due timer does. The ticket of `situation` is as it is now: one that has moved on is left alone.
// The requester is told that it is closed, within the limits on automatic mail.
Decision decide_timer(TimerKind kind, const Situation& situation, const Policy& policy, Instant now);

}
