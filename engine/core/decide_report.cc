// Mail from machines: bounces, complaints, out-of-office notes, receipts. Nothing is ever sent.
#include "engine/core/case.h"
#include "engine/core/facts_of.h"
#include "engine/core/folded.h"
#include "rules/outcome.h"

#include <fmt/core.h>

namespace deskhand::engine {
namespace {

Event event_on(const Case& c, TicketId ticket, EventKind kind, std::string text)
{
    return {.id = {}, .ticket = ticket, .at = c.now, .kind = kind, .actor = sender_of(c), .text = std::move(text),
            .mail = c.situation.mail};
}

std::string shown(const mail::BounceReport& report)
{
    return fmt::format("mail to {} {}: {} {}", report.recipient.empty() ? "an unnamed address" : report.recipient,
                       report.hard ? "cannot be delivered" : "was not delivered", report.status,
                       report.diagnostic.empty() ? report.reason : report.diagnostic);
}

bool ends_writing(const mail::BounceReport& report)
{
    return report.action == mail::BounceAction::suppress || report.action == mail::BounceAction::complaint;
}

// An address is given up only for a report that names a mail of ours to that very address by its Message-ID:
// anybody can write a report, and staff are not silenced by one.
bool is_believed(const Case& c, const mail::BounceReport& report)
{
    const auto& sent = c.situation.reported;
    return sent && sent->named == SentMail::Named::by_message_id && folded(sent->recipient) == folded(report.recipient) &&
           !staff_with_address(c.policy.settings, report.recipient);
}

// Rules may make a ticket of automatic mail (a nightly report, a cron job); the gate still lets nothing
// answer it.
bool rules_want(const Case& c)
{
    const auto orders = rules::outcome_of(c.policy.rules.match(facts_of(c, {})));
    return orders.queue || orders.assignee || orders.hold || !orders.notified.empty() || !orders.forwarded.empty();
}

}

Decision decide_report(const Case& c)
{
    const auto& s = c.situation;
    const auto ticket = s.reported ? s.reported->ticket : s.ticket ? s.ticket->id : TicketId{};
    Decision decision{.outcome = std::string{mail::name_of(c.read.judgement.kind)}, .actions = {}, .because = {}, .ticket = ticket};
    if (ticket != TicketId{}) decision.outcome += " for " + reference_of(ticket);
    const auto reports = c.read.judgement.bounce ? c.read.judgement.bounce->reports : std::vector<mail::BounceReport>{};
    for (const auto& report : reports) {
        auto about = report;
        if (about.recipient.empty() && s.reported) about.recipient = s.reported->recipient;
        decision.because.push_back({"report", shown(about)});
        if (ticket != TicketId{}) decision.actions.push_back(AddEvent{event_on(c, ticket, EventKind::undelivered, shown(about))});
        if (ends_writing(about) && is_believed(c, about))
            decision.actions.push_back(Suppress{about.recipient, shown(about)});
    }
    if (reports.empty()) decision.because.push_back({"report", "a report that names nobody"});
    if (decision.actions.empty()) decision.actions.push_back(FileSilently{"a report that concerns no mail of ours"});
    return decision;
}

Decision decide_automatic(const Case& c)
{
    const auto& judged = c.read.judgement;
    const auto type = judged.automatic ? judged.automatic->type : std::string{mail::name_of(judged.kind)};
    Decision decision{.outcome = "automatic: " + type, .actions = {}, .because = {}, .ticket = {}};
    if (rules_want(c)) return decide_request(c);
    for (const auto& reason : judged.because) decision.because.push_back({"kind", reason});
    const auto& ticket = c.situation.ticket;
    if (!ticket || c.situation.evidence == Evidence::stranger) {
        decision.actions.push_back(FileSilently{"automatic mail (" + type + ") that belongs to no ticket"});
        return decision;
    }
    decision.ticket = ticket->id;
    decision.outcome += " on " + reference_of(ticket->id);
    decision.actions.push_back(AddEvent{event_on(c, ticket->id, EventKind::noted,
                                                 "Automatic mail (" + type + "): " + mail::own_text(c.read.message))});
    return decision;
}

Decision decide_unsubscribe(const Case& c)
{
    const auto sender = sender_of(c);
    if (staff_with_address(c.policy.settings, sender)) return decide_request(c); // anybody can write their address
    return {.outcome = "unsubscribed " + sender,
            .actions = {Suppress{sender, "asked for no more automatic mail"}},
            .because = {{"unsubscribe", sender + " asks for no more automatic mail"}},
            .ticket = {}};
}

}
