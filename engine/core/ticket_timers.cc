#include "engine/core/ticket_timers.h"

#include "engine/core/gate.h"
#include "engine/core/letter.h"

#include <fmt/core.h>

namespace deskhand::engine {
std::optional<Action> timer_after(Status before, const Ticket& after, const config::Settings& settings, Instant now)
{
    if (before == Status::pending && after.status != Status::pending) return CancelTimer{after.id, TimerKind::close_pending};
    if (after.status != Status::pending || !settings.close_pending_after) return {};
    return SetTimer{after.id, TimerKind::close_pending, now + *settings.close_pending_after};
}

Decision decide_timer(TimerKind kind, const Situation& situation, const Policy& policy, Instant now)
{
    Decision decision;
    decision.because.push_back({"timer", std::string{name_of(kind)}});
    if (!situation.ticket || situation.ticket->status != Status::pending) {
        decision.outcome = "a timer came too late";
        return decision;
    }
    Ticket ticket = *situation.ticket;
    ticket.status = Status::closed;
    ticket.updated = now;
    decision.ticket = ticket.id;
    decision.outcome = fmt::format("{} closed: its requester did not answer", reference_of(ticket.id));
    decision.actions.push_back(AddEvent{{.id = {}, .ticket = ticket.id, .at = now, .kind = EventKind::changed, .actor = "deskhand",
                                         .text = "status: pending -> closed, its requester did not answer", .mail = {}}});
    if (const auto refusal = refusal_to_tell(situation, policy.settings)) {
        decision.because.push_back({refusal->id, "its requester is not told: " + refusal->text});
    } else {
        Correspondence letters{policy, fmt::format("t{}", now.time_since_epoch().count()), now};
        if (auto send = letters.to_requester({ticket, situation.ticket_message_ids}, Purpose::closing, "closed", {})) {
            decision.actions.push_back(RememberIds{ticket.id, {send->draft.message_id}});
            decision.actions.push_back(std::move(*send));
        }
    }
    decision.actions.push_back(UpdateTicket{ticket});
    return decision;
}

}
