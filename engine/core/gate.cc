#include "engine/core/gate.h"

#include "engine/core/folded.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

namespace deskhand::engine {
namespace {

std::optional<Reason> over_limit(const Case& c, Purpose purpose)
{
    const auto& sent = c.situation.automatic;
    const auto& limits = c.policy.settings.limits;
    if (sent.to_sender_last_day >= limits.per_correspondent_per_day)
        return Reason{"limit", fmt::format("{} automatic mails went to {} in the last day; the limit is {}",
                                           sent.to_sender_last_day, sender_of(c),
                                           limits.per_correspondent_per_day)};
    if (purpose == Purpose::acknowledgement &&
        sent.acknowledgements_to_sender_last_hour >= limits.acknowledgements_per_person_per_hour)
        return Reason{"limit", fmt::format("{} acknowledgements went to {} in the last hour; the limit is {}",
                                           sent.acknowledgements_to_sender_last_hour, sender_of(c),
                                           limits.acknowledgements_per_person_per_hour)};
    if (sent.for_ticket_last_day >= limits.per_ticket_per_day)
        return Reason{"limit", fmt::format("{} automatic mails left for this ticket in the last day; the limit is {}",
                                           sent.for_ticket_last_day, limits.per_ticket_per_day)};
    return refusal_to_notify(c);
}

}

std::optional<Reason> refusal_to_answer(const Case& c, Purpose purpose)
{
    const auto sender = sender_of(c);
    const auto& may = c.read.judgement.may_answer;
    if (sender.empty()) return Reason{"no-sender", "the mail names no sender to answer"};
    if (!may.answer)
        return Reason{"may-not-answer", fmt::format("automatic mail is never answered: {}", fmt::join(may.because, ", "))};
    if (is_our_address(c.policy.settings, sender)) return Reason{"own-address", "the sender is one of our own addresses"};
    if (c.situation.sender_suppressed) return Reason{"suppressed", fmt::format("mail to {} is suppressed", sender)};
    return over_limit(c, purpose);
}

std::optional<Reason> refusal_to_notify(const Case& c)
{
    const int sent = c.situation.automatic.overall_last_hour;
    const int most = c.policy.settings.limits.overall_per_hour;
    if (sent < most) return {};
    return Reason{"breaker", fmt::format("{} automatic mails left in the last hour; beyond {} they wait for a person",
                                         sent, most)};
}

}
