#include "engine/core/gate.h"

#include "engine/core/folded.h"
#include "engine/core/repeats.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

namespace deskhand::engine {
namespace {

struct Bucket {
    int sent = 0, most = 0;
    std::string what; // with {} for the number sent
};

std::optional<Reason> over(const Bucket& bucket)
{
    if (bucket.sent < bucket.most) return {};
    return Reason{"limit", fmt::format(fmt::runtime(bucket.what), bucket.sent) + fmt::format("; the limit is {}", bucket.most)};
}

std::optional<Reason> first_over(const std::vector<Bucket>& buckets)
{
    for (const auto& bucket : buckets)
        if (auto reason = over(bucket)) return reason;
    return {};
}

constexpr int most_notices_per_ticket_per_hour = 10; // a conversation of people stays below

std::vector<Bucket> buckets_of(const AutomaticCounts& sent, const config::AutomaticLimits& limits)
{
    return {{sent.to_sender_last_day, limits.per_correspondent_per_day, "{} automatic mails went there in the last day"},
            {sent.for_ticket_last_day, limits.per_ticket_per_day, "{} automatic mails left for this ticket in the last day"}};
}

// Another desk, or one of us: both write marks into subjects, and people answer to marks of their own ticket.
bool writes_as_a_desk(const Case& c)
{
    const bool takes_part = c.situation.ticket && c.situation.evidence != Evidence::stranger;
    return !takes_part && names_ticket(c.read.message.subject);
}

// Notices to staff begin with the ticket's mark; somebody outside who answers one sits behind a staff address.
bool answers_a_notice(const Case& c)
{
    return c.situation.evidence == Evidence::stranger && without_reply_marks(c.read.message.subject).starts_with("[#");
}

std::optional<Reason> over_limit(const Case& c, Purpose purpose)
{
    const auto& sent = c.situation.automatic;
    const auto& limits = c.policy.settings.limits;
    auto buckets = buckets_of(sent, limits);
    if (purpose == Purpose::acknowledgement)
        buckets.push_back({sent.acknowledgements_to_sender_last_hour, limits.acknowledgements_per_person_per_hour,
                           "{} acknowledgements went there in the last hour"});
    if (writes_as_a_desk(c)) buckets.push_back({sent.to_sender_last_day, 1, "the subject names a ticket, and {} automatic mails went there in the last day"});
    if (auto reason = first_over(buckets)) return reason;
    return breaker(c.situation, c.policy.settings);
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
    if (auto stale = nothing_new(c)) return stale;
    if (answers_a_notice(c)) return Reason{"echo", fmt::format("{} answers a notice we wrote to staff", sender)};
    return over_limit(c, purpose);
}

std::optional<Reason> refusal_to_tell(const Situation& situation, const config::Settings& settings)
{
    if (situation.sender_suppressed) return Reason{"suppressed", "mail to the requester is suppressed"};
    if (auto reason = first_over(buckets_of(situation.automatic, settings.limits))) return reason;
    return breaker(situation, settings);
}

std::optional<Reason> refusal_to_notify(const Case& c)
{
    if (auto stale = nothing_new(c)) return stale;
    return over({c.situation.automatic.notices_for_ticket_last_hour, most_notices_per_ticket_per_hour,
                 "staff were told {} times of this ticket in the last hour"});
}

std::optional<Reason> breaker(const Situation& situation, const config::Settings& settings)
{
    const int sent = situation.automatic.overall_last_hour;
    const int most = settings.limits.overall_per_hour;
    if (sent < most) return {};
    return Reason{"breaker", fmt::format("{} automatic mails left in the last hour; beyond {} they wait for a person",
                                         sent, most)};
}

std::vector<std::string> alarmed(const config::Settings& settings)
{
    if (settings.limits.alarm) return {folded(settings.limits.alarm->addr)};
    std::vector<std::string> addresses;
    if (const auto* queue = queue_named(settings, settings.default_queue))
        for (const auto& name : queue->staff)
            if (const auto* member = staff_named(settings, name); member && !member->away) addresses.push_back(folded(member->address.addr));
    return addresses;
}

std::vector<Send> alarms(const Case& c, Correspondence& letters)
{
    const auto tripped = breaker(c.situation, c.policy.settings);
    if (!tripped || c.situation.automatic.alarms_last_hour > 0) return {};
    std::vector<Send> sends;
    for (const auto& address : alarmed(c.policy.settings)) sends.push_back(letters.alarm(address, tripped->text));
    return sends;
}

}
