#include "engine/core/refile.h"

#include "engine/core/letter.h"

#include <fmt/core.h>

#include <algorithm>

namespace deskhand::engine {
namespace {

Event event_on(TicketId ticket, EventKind kind, const std::string& actor, std::string text, const FiledMail& mail, Instant now)
{
    return {.id = {}, .ticket = ticket, .at = now, .kind = kind, .actor = actor, .text = std::move(text), .mail = mail.mail};
}

// What both histories get when the mail goes over.
void add_move(Decision& decision, const FiledMail& mail, TicketId to, const std::string& staff, Instant now)
{
    const auto number_of_mail = number(mail.mail);
    decision.actions.push_back(MoveMail{mail.mail, mail.ticket, to});
    decision.actions.push_back(AddEvent{event_on(mail.ticket, EventKind::moved, staff,
                                                 fmt::format("mail {} went to {}", number_of_mail, reference_of(to)), mail, now)});
    decision.actions.push_back(AddEvent{event_on(to, EventKind::moved, staff,
                                                 fmt::format("mail {} came from {}", number_of_mail, reference_of(mail.ticket)), mail, now)});
    decision.actions.push_back(AddEvent{event_on(to, EventKind::received, mail.sender, mail.words, mail, now)});
}

}

Decision move_mail(const FiledMail& mail, const std::string& staff, const OrderContext& context)
{
    auto to = *context.situation.ticket;
    to.updated = context.now;
    if (!mail.sender.empty() && std::find(to.participants.begin(), to.participants.end(), mail.sender) == to.participants.end())
        to.participants.push_back(mail.sender);
    Decision decision{.outcome = fmt::format("mail {} moved from {} to {}", number(mail.mail), reference_of(mail.ticket), reference_of(to.id)),
                      .actions = {}, .because = {}, .ticket = to.id};
    decision.because.push_back({"command", fmt::format("{} moves mail {}", staff, number(mail.mail))});
    add_move(decision, mail, to.id, staff, context.now);
    decision.actions.push_back(UpdateTicket{to});
    return decision;
}

Decision split_mail(const FiledMail& mail, const std::string& staff, const OrderContext& context)
{
    Ticket ticket;
    ticket.id = context.situation.next_ticket;
    ticket.subject = plain_subject(mail.subject);
    ticket.requester = mail.sender;
    ticket.requester_name = mail.sender;
    ticket.queue = context.situation.ticket->queue;
    if (!mail.sender.empty()) ticket.participants = {mail.sender};
    ticket.created = ticket.updated = context.now;
    Decision decision{.outcome = fmt::format("mail {} of {} is ticket {} now", number(mail.mail), reference_of(mail.ticket), reference_of(ticket.id)),
                      .actions = {OpenTicket{ticket}}, .because = {}, .ticket = ticket.id};
    decision.because.push_back({"command", fmt::format("{} splits mail {} off", staff, number(mail.mail))});
    add_move(decision, mail, ticket.id, staff, context.now);
    return decision;
}

Decision unmerge_ticket(const std::string& staff, const OrderContext& context)
{
    auto ticket = *context.situation.ticket;
    const auto from = ticket.merged_into;
    ticket.merged_into = {};
    ticket.status = Status::open;
    ticket.updated = context.now;
    const auto event = [&](TicketId on, std::string text) {
        return AddEvent{event_on(on, EventKind::moved, staff, std::move(text), {}, context.now)};
    };
    return {.outcome = fmt::format("{} lives apart from {} again", reference_of(ticket.id), reference_of(from)),
            .actions = {event(ticket.id, "no longer merged into " + reference_of(from)), event(from, reference_of(ticket.id) + " is no longer merged into this ticket"),
                        UpdateTicket{ticket}},
            .because = {{"command", fmt::format("{} undoes the merge of {}", staff, reference_of(ticket.id))}},
            .ticket = ticket.id};
}

}
