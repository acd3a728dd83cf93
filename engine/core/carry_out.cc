#include "engine/core/staff_orders.h"

#include "engine/core/gate.h"
#include "engine/core/letter.h"
#include "engine/core/ticket_timers.h"

#include <fmt/core.h>

#include <algorithm>

namespace deskhand::engine {
namespace {

std::vector<std::string> thread_of(const OrderContext& context) { return context.situation.ticket_message_ids; }

Event event_of(const OrderContext& context, EventKind kind, const std::string& actor, std::string text)
{
    return {.id = {}, .ticket = context.situation.ticket->id, .at = context.now, .kind = kind, .actor = actor,
            .text = std::move(text), .mail = context.situation.mail};
}

template <class Value, class Shown>
void change(Value& value, const Value& wanted, std::string_view what, const Shown& shown, std::vector<std::string>& said)
{
    if (value == wanted) return;
    said.push_back(fmt::format("{}: {} -> {}", what, shown(value), shown(wanted)));
    value = wanted;
}

// The ticket as ordered, and what changed in words.
std::vector<std::string> alter(Ticket& ticket, const StaffOrders& orders)
{
    std::vector<std::string> said;
    const auto text = [](const std::string& value) { return value.empty() ? std::string{"nobody"} : value; };
    const auto name = [](auto value) { return std::string{name_of(value)}; };
    if (orders.queue) change(ticket.queue, *orders.queue, "queue", text, said);
    if (orders.assignee) change(ticket.assignee, *orders.assignee, "assignee", text, said);
    if (orders.priority) change(ticket.priority, *orders.priority, "priority", name, said);
    if (orders.status) change(ticket.status, *orders.status, "status", name, said);
    for (const auto& tag : orders.tags) {
        if (std::find(ticket.tags.begin(), ticket.tags.end(), tag) != ticket.tags.end()) continue;
        ticket.tags.push_back(tag);
        said.push_back("tag: " + tag);
    }
    return said;
}

// What goes to the requester: the staff member's words, the kept proposal, or nothing.
std::string answer_of(const StaffOrders& orders, const OrderContext& context)
{
    if (orders.words_are == StaffOrders::Words::note) return {};
    if (orders.suggestion == StaffOrders::Suggestion::send)
        return orders.words.empty() ? context.situation.suggestion : orders.words + "\n" + context.situation.suggestion;
    return orders.words;
}

Decision refuse(const StaffOrders& orders, const OrderContext& context)
{
    const auto& ticket = *context.situation.ticket;
    Decision decision{.outcome = fmt::format("{}: orders of {} not understood", reference_of(ticket.id), orders.staff),
                      .actions = {}, .because = {}, .ticket = ticket.id};
    std::string said;
    for (const auto& mistake : orders.mistakes) {
        decision.because.push_back({"command", mistake});
        said += mistake + "\n";
    }
    decision.actions.push_back(AddEvent{event_of(context, EventKind::noted, orders.staff, "Not carried out: " + said + orders.words)});
    if (const auto* member = staff_named(context.policy.settings, orders.staff)) {
        Correspondence letters{context.policy, context.cause, context.now};
        decision.actions.push_back(letters.to_staff(
            {ticket, thread_of(context)}, *member,
            {.headline = "Nothing was sent or changed: " + said, .words = orders.words, .attachments = {}, .files = {}, .because = {}, .proposed_answer = {}}));
    }
    return decision;
}

void add_answer(Decision& decision, const StaffOrders& orders, const OrderContext& context, const std::string& words)
{
    const auto& ticket = *context.situation.ticket;
    Correspondence letters{context.policy, context.cause, context.now};
    decision.actions.push_back(AddEvent{event_of(context, EventKind::answered, orders.staff, words)});
    if (auto send = letters.to_requester({ticket, thread_of(context)}, Purpose::answer, "staff-reply", words)) {
        send->draft.attachments = orders.attachments;
        decision.actions.push_back(RememberIds{ticket.id, {send->draft.message_id}});
        decision.actions.push_back(std::move(*send));
    }
    decision.because.push_back({"answer", fmt::format("{} answers {}", orders.staff, ticket.requester)});
}

// Whoever gets the ticket now has not had a notice to answer yet.
void tell_new_owners(Decision& decision, const Ticket& ticket, const StaffOrders& orders, const OrderContext& context)
{
    const auto& before = *context.situation.ticket;
    const bool moved = ticket.assignee != before.assignee || ticket.queue != before.queue;
    if (!moved || ticket.status == Status::closed) return;
    const auto* giver = staff_named(context.policy.settings, orders.staff);
    Correspondence letters{context.policy, context.cause + "-n", context.now};
    const Correspondence::News news{.headline = orders.staff + " gives this request to you", .words = context.situation.last_words,
                                    .attachments = {}, .files = {}, .because = decision.because,
                                    .proposed_answer = context.situation.suggestion, .probability = 0};
    for (const auto* member : staff_for(context.policy.settings, ticket, {}, giver ? giver->address.addr : std::string{}))
        decision.actions.push_back(letters.to_staff({ticket, thread_of(context)}, *member, news));
}

// A ticket closed without words tells its requester.
void add_closing(Decision& decision, const OrderContext& context)
{
    const auto& ticket = *context.situation.ticket;
    if (const auto refusal = refusal_to_tell(context.situation, context.policy.settings)) {
        decision.because.push_back({refusal->id, "its requester is not told: " + refusal->text});
        return;
    }
    Correspondence letters{context.policy, context.cause, context.now};
    if (auto send = letters.to_requester({ticket, thread_of(context)}, Purpose::closing, "closed", {}))
        decision.actions.push_back(std::move(*send));
}

}

Decision carry_out(const StaffOrders& orders, const OrderContext& context)
{
    if (!orders.mistakes.empty()) return refuse(orders, context);
    const auto& before = *context.situation.ticket;
    Ticket ticket = before;
    StaffOrders wanted = orders;
    const auto words = answer_of(orders, context);
    Decision decision{.outcome = {}, .actions = {}, .because = {}, .ticket = ticket.id};

    if (!words.empty()) {
        add_answer(decision, orders, context, words);
        if (!wanted.status) wanted.status = Status::pending;
        if (ticket.assignee.empty() && !wanted.assignee) wanted.assignee = orders.staff;
    } else if (orders.words_are == StaffOrders::Words::note && !orders.words.empty()) {
        decision.actions.push_back(AddEvent{event_of(context, EventKind::noted, orders.staff, orders.words)});
        decision.because.push_back({"note", orders.staff + " leaves a note"});
    }
    const auto changes = alter(ticket, wanted);
    for (const auto& changed : changes) {
        decision.actions.push_back(AddEvent{event_of(context, EventKind::changed, orders.staff, changed)});
        decision.because.push_back({"command", changed});
    }
    if (words.empty() && ticket.status == Status::closed && before.status != Status::closed) add_closing(decision, context);
    tell_new_owners(decision, ticket, orders, context);
    ticket.updated = context.now;
    if (auto timer = timer_after(before.status, ticket, context.policy.settings, context.now)) decision.actions.push_back(std::move(*timer));
    if (!decision.actions.empty()) decision.actions.push_back(UpdateTicket{ticket});
    decision.outcome = fmt::format("{}: {} by {}", reference_of(ticket.id),
                                   !words.empty()     ? "answered"
                                   : !changes.empty() ? changes.front()
                                                      : "noted",
                                   orders.staff);
    return decision;
}

Decision merge_tickets(const Ticket& other, const std::string& staff, const OrderContext& context)
{
    Ticket into = *context.situation.ticket;
    Ticket from = other;
    const auto in = reference_of(into.id), out = reference_of(from.id);
    from.status = Status::merged;
    from.merged_into = into.id;
    from.updated = into.updated = context.now;
    for (const auto& one : from.participants)
        if (std::find(into.participants.begin(), into.participants.end(), one) == into.participants.end())
            into.participants.push_back(one);
    auto told = event_of(context, EventKind::merged, staff, out + " was merged into this ticket");
    auto moved = told;
    moved.ticket = from.id;
    moved.text = "merged into " + in;
    return {.outcome = fmt::format("{} merged into {}", out, in),
            .actions = {AddEvent{moved}, AddEvent{told}, UpdateTicket{from}, UpdateTicket{into}},
            .because = {{"command", fmt::format("{} merges {} into {}", staff, out, in)}},
            .ticket = into.id};
}

}
