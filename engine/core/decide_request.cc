// A request: a new ticket or the next words on one, its queue and people, the mails about it.
#include "engine/core/case.h"
#include "engine/core/facts_of.h"
#include "engine/core/folded.h"
#include "engine/core/gate.h"
#include "engine/core/letter.h"
#include "engine/core/ticket_timers.h"
#include "rules/outcome.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace deskhand::engine {
namespace {

constexpr std::size_t longest_event = 64 * 1024; // octets of words kept in the history; the journal has all

// The request while it is being decided.
struct Draft {
    const Case& c;
    rules::Outcome orders; // of all matching rules together
    std::vector<Reason> rule_reasons;
    predict::Prediction guess;
    Ticket ticket;
    Correspondence letters;
    Decision decision{};
    std::string proposed_answer{};
    double proposed_probability = 0;
};

std::vector<Reason> reasons_of(const std::vector<rules::Applied>& applied)
{
    std::vector<Reason> reasons;
    for (const auto& rule : applied) {
        std::vector<std::string> done;
        for (const auto& action : rule.actions) done.push_back(rules::describe(action));
        reasons.push_back({"rule", fmt::format("rule \"{}\" ({}:{}): {} -> {}", rule.rule, rule.where.file, rule.where.line,
                                               fmt::join(rule.because, "; "), fmt::join(done, ", "))});
    }
    return reasons;
}

bool continues(const Case& c) { return c.situation.ticket && c.situation.evidence != Evidence::stranger; }

std::string words_of(const Case& c)
{
    auto words = mail::own_text(c.read.message);
    if (words.size() > longest_event) words.resize(longest_event);
    return words;
}

// Files too large to be passed on come to nobody by themselves: the notice says where they are.
std::vector<std::string> attachment_names(const ReadMail& read)
{
    const std::string_view where = read.attachments.empty() ? " (too large to pass on: kept with the request only)" : "";
    std::vector<std::string> names;
    for (const auto& leaf : read.message.leaves)
        if (leaf.is_attachment) names.push_back(std::string{leaf.name.empty() ? leaf.type : leaf.name}.append(where));
    return names;
}

Event event_of(const Draft& d, EventKind kind, std::string actor, std::string text)
{
    return {.id = {}, .ticket = d.ticket.id, .at = d.c.now, .kind = kind, .actor = std::move(actor),
            .text = std::move(text), .mail = d.c.situation.mail};
}

// Mails to the desk and those it sees answered come in with people in copy: they take part.
void add_participants(Draft& d)
{
    const auto add = [&](const std::string& address) {
        const auto one = folded(address);
        auto& all = d.ticket.participants;
        if (one.empty() || is_our_address(d.c.policy.settings, one)) return;
        if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(one);
    };
    const auto& message = d.c.read.message;
    add(sender_of(d.c));
    for (const auto& one : message.to) add(one.addr);
    for (const auto& one : message.cc) add(one.addr);
}

Ticket new_ticket(const Case& c)
{
    Ticket ticket;
    ticket.id = c.situation.next_ticket;
    ticket.subject = plain_subject(c.read.message.subject);
    ticket.requester = sender_of(c);
    ticket.requester_name = sender_name(c);
    ticket.queue = c.policy.settings.default_queue;
    ticket.created = ticket.updated = c.now;
    return ticket;
}

// The words that speak most for the predicted queue: " (vpn, drops)".
std::string terms_of(const predict::Prediction& guess)
{
    constexpr std::size_t most = 4;
    std::string out;
    for (std::size_t at = 0; at < std::min(most, guess.because.size()); ++at)
        out += (out.empty() ? " (" : ", ") + guess.because[at].term;
    return out.empty() ? out : out + ")";
}

// A guard beats a rule, a rule beats a prediction, the fallback is the default queue.
void choose_queue(Draft& d)
{
    const auto& settings = d.c.policy.settings;
    if (d.orders.queue) {
        d.ticket.queue = *d.orders.queue;
        return;
    }
    if (continues(d.c)) return;
    if (!d.guess.queues.empty()) {
        const auto& best = d.guess.queues.front();
        const bool sure = best.probability >= settings.prediction.route_at && queue_named(settings, best.label);
        d.decision.because.push_back({"prediction", fmt::format("queue {} with probability {:.2f}{}: {}", best.label, best.probability,
                                                                terms_of(d.guess), sure ? "taken" : "too unsure, the default queue decides")});
        if (sure) {
            d.ticket.queue = queue_named(settings, best.label)->name;
            return;
        }
    }
    d.decision.because.push_back({"fallback", "default queue " + settings.default_queue});
}

void choose_assignee(Draft& d)
{
    const auto& settings = d.c.policy.settings;
    if (d.orders.assignee) {
        if (const auto* member = staff_named(settings, *d.orders.assignee)) d.ticket.assignee = member->name;
        return;
    }
    if (continues(d.c) || d.guess.assignees.empty()) return;
    const auto& best = d.guess.assignees.front();
    const auto* member = staff_named(settings, best.label);
    if (!member || member->away || best.probability < settings.prediction.route_at) return;
    d.ticket.assignee = member->name;
    d.decision.because.push_back({"prediction", fmt::format("assignee {} with probability {:.2f}", member->name, best.probability)});
}

void follow_orders(Draft& d)
{
    auto& ticket = d.ticket;
    if (d.orders.priority) ticket.priority = priority_named(*d.orders.priority).value_or(ticket.priority);
    for (const auto& tag : d.orders.tags)
        if (std::find(ticket.tags.begin(), ticket.tags.end(), tag) == ticket.tags.end()) ticket.tags.push_back(tag);
    for (const auto& [name, value] : d.orders.fields) ticket.fields[name] = value;
    if (d.orders.status) ticket.status = status_named(*d.orders.status).value_or(ticket.status);
    d.decision.because.insert(d.decision.because.end(), d.rule_reasons.begin(), d.rule_reasons.end());
}

Correspondence::Subject subject_of(const Draft& d)
{
    auto thread = continues(d.c) ? d.c.situation.ticket_message_ids : std::vector<std::string>{};
    if (!d.c.read.message.message_id.empty()) thread.push_back(d.c.read.message.message_id);
    return {d.ticket, std::move(thread)};
}

// Sends one automatic mail through the gate; the refusal is a reason like any other.
void answer_by_itself(Draft& d, Purpose purpose, EventKind event, const std::string& template_name, const std::string& words)
{
    if (const auto refusal = refusal_to_answer(d.c, purpose)) {
        d.decision.because.push_back({refusal->id, fmt::format("no {}: {}", name_of(purpose), refusal->text)});
        return;
    }
    auto send = d.letters.to_requester(subject_of(d), purpose, template_name, words);
    if (!send) return;
    d.decision.actions.push_back(AddEvent{event_of(d, event, "deskhand", words.empty() ? send->draft.subject : words)});
    d.decision.actions.push_back(RememberIds{d.ticket.id, {send->draft.message_id}});
    d.decision.actions.push_back(std::move(*send));
}

void propose_answer(Draft& d)
{
    const auto& prediction = d.c.policy.settings.prediction;
    if (prediction.auto_reply == config::AutoReply::off || d.guess.answers.empty()) return;
    const auto& best = d.guess.answers.front();
    if (best.probability < prediction.answer_at) {
        d.decision.because.push_back({"prediction", fmt::format("nearest past answer ({}) has probability {:.2f}: not proposed",
                                                                best.source, best.probability)});
        return;
    }
    d.proposed_answer = best.text;
    d.proposed_probability = best.probability;
    d.decision.actions.push_back(KeepSuggestion{d.ticket.id, best.text});
    d.decision.because.push_back({"prediction", fmt::format("past answer of {} proposed with probability {:.2f}", best.source,
                                                            best.probability)});
}

void write_to_requester(Draft& d)
{
    if (d.orders.no_auto_reply) {
        d.decision.because.push_back({"no-auto-reply", "a rule forbids automatic answers"});
        return;
    }
    for (const auto& name : d.orders.replies)
        answer_by_itself(d, Purpose::automatic_answer, EventKind::answered_automatically, name, {});
    if (!d.orders.replies.empty() || continues(d.c)) return;
    const bool answers_alone = d.c.policy.settings.prediction.auto_reply == config::AutoReply::automatic &&
                               !d.proposed_answer.empty() && d.guess.answer_is_certain;
    if (answers_alone)
        answer_by_itself(d, Purpose::automatic_answer, EventKind::answered_automatically, "automatic-answer", d.proposed_answer);
    else
        answer_by_itself(d, Purpose::acknowledgement, EventKind::acknowledged, "acknowledgement", {});
}

void tell_staff(Draft& d)
{
    if (const auto stale = refusal_to_notify(d.c)) {
        d.decision.because.push_back({stale->id, "nobody is told: " + stale->text});
        d.decision.actions.push_back(AddEvent{event_of(d, EventKind::noted, "deskhand", "nobody was told: " + stale->text)});
        return;
    }
    const auto refusal = breaker(d.c.situation, d.c.policy.settings);
    if (refusal) d.decision.because.push_back({refusal->id, "notices are held: " + refusal->text});
    for (auto& alarm : alarms(d.c, d.letters)) d.decision.actions.push_back(std::move(alarm));
    const Correspondence::News news{
        .headline = continues(d.c) ? sender_name(d.c) + " wrote again" : "New request from " + sender_name(d.c),
        .words = words_of(d.c),
        .attachments = attachment_names(d.c.read),
        .files = d.c.read.attachments,
        .because = d.decision.because,
        .proposed_answer = d.proposed_answer,
        .probability = d.proposed_probability};
    std::string told;
    for (const auto* member : staff_for(d.c.policy.settings, d.ticket, d.orders.notified, sender_of(d.c))) {
        auto notice = d.letters.to_staff(subject_of(d), *member, news);
        if (refusal) notice.held_because = refusal->text;
        d.decision.actions.push_back(std::move(notice));
        told += (told.empty() ? "" : ", ") + member->name;
    }
    for (const auto& address : d.orders.forwarded) d.decision.actions.push_back(d.letters.forward(subject_of(d), address, news));
    if (told.empty()) d.decision.because.push_back({"notice", "no staff to tell in queue " + d.ticket.queue});
    else d.decision.actions.push_back(AddEvent{event_of(d, EventKind::noticed, "deskhand", "told " + told)});
}

std::string evidence_of(const Case& c) { return c.situation.evidence_text.empty() ? "" : ": " + c.situation.evidence_text; }

// A stranger who names somebody's ticket gets one of his own; both histories point at each other.
void link_strangers(Draft& d)
{
    const auto& s = d.c.situation;
    if (s.evidence != Evidence::stranger || !s.ticket) return;
    auto there = event_of(d, EventKind::linked, sender_of(d.c), "mentioned by " + reference_of(d.ticket.id));
    there.ticket = s.ticket->id;
    d.decision.actions.push_back(AddEvent{there});
    d.decision.actions.push_back(AddEvent{event_of(d, EventKind::linked, sender_of(d.c), "mentions " + reference_of(s.ticket->id))});
    d.decision.because.push_back({"stranger", fmt::format("names {} but takes no part in it: a ticket of its own, linked{}",
                                                          reference_of(s.ticket->id), evidence_of(d.c))});
}

// Its own id, and those it answers: a later answer to a mail that never came here finds its way too.
RememberIds ids_of(const Draft& d)
{
    const auto marks = marks_of(d.c.read);
    RememberIds ids{.ticket = d.ticket.id, .message_ids = {marks.message_id}, .subject = marks.subject, .thread_index = marks.thread_index};
    std::copy_if(marks.answers.begin(), marks.answers.end(), std::back_inserter(ids.message_ids),
                 [&](const auto& id) { return !d.c.policy.mint.looks_ours(id); });
    return ids;
}

void take_in(Draft& d)
{
    auto& decision = d.decision;
    const auto& c = d.c;
    decision.ticket = d.ticket.id;
    add_participants(d);
    if (continues(c)) {
        decision.because.insert(decision.because.begin(), {"evidence", fmt::format("continues {} by {}{}", reference_of(d.ticket.id),
                                                                                   name_of(c.situation.evidence), evidence_of(c))});
        if (!d.orders.status && d.ticket.status != Status::fresh) d.ticket.status = Status::open;
        decision.actions.push_back(UpdateTicket{d.ticket});
        if (auto timer = timer_after(c.situation.ticket->status, d.ticket, c.policy.settings, c.now)) decision.actions.push_back(std::move(*timer));
    } else {
        decision.actions.push_back(OpenTicket{d.ticket});
    }
    decision.actions.push_back(AddEvent{event_of(d, EventKind::received, sender_of(c), words_of(c))});
    decision.actions.push_back(ids_of(d));
}

}

predict::Prediction guess_for(const ReadMail& read, const Policy& policy)
{
    if (!policy.model || read.judgement.kind != mail::Kind::person) return {};
    const auto words = mail::own_text(read.message);
    return policy.model->predict({read.message.subject, words});
}

predict::Prediction guess_for(const Case& c) { return c.read.guess ? *c.read.guess : guess_for(c.read, c.policy); }

Decision decide_request(const Case& c)
{
    auto guess = guess_for(c);
    const auto applied = c.policy.rules.match(facts_of(c, guess));
    auto orders = rules::outcome_of(applied);
    auto reasons = reasons_of(applied);
    if (orders.hold && !c.situation.hold_lifted)
        return {.outcome = "held: " + *orders.hold, .actions = {Quarantine{*orders.hold}}, .because = std::move(reasons), .ticket = {}};

    Draft d{.c = c, .orders = std::move(orders), .rule_reasons = std::move(reasons), .guess = std::move(guess),
            .ticket = continues(c) ? *c.situation.ticket : new_ticket(c),
            .letters = Correspondence{c.policy, fmt::format("i{}", number(c.situation.mail)), c.now}};
    d.ticket.updated = c.now;
    follow_orders(d);
    choose_queue(d);
    choose_assignee(d);
    take_in(d);
    link_strangers(d);
    if (!continues(c)) propose_answer(d);
    write_to_requester(d);
    tell_staff(d);
    d.decision.outcome = fmt::format("{} {} in {}", continues(c) ? "next words on" : "new ticket", reference_of(d.ticket.id), d.ticket.queue);
    return d.decision;
}

}
