#include "engine/store/conversation_of.h"

#include "engine/core/folded.h"
#include "engine/store/tickets.h"
#include "mail/format/conversations.h"
#include "mail/format/subject.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>

namespace deskhand::engine {

namespace {

constexpr int most_of_a_key = 10, most_of_a_person = 20; // tickets looked at
constexpr std::size_t most_events = 30;                  // of each, the newest

// Tickets by number, merged ones followed.
using Candidates = std::map<TicketId, Ticket>;

void add(Candidates& candidates, Tickets& tickets, TicketId id, const std::string& author)
{
    if (auto ticket = tickets.find_current(id); ticket && takes_part(*ticket, author)) candidates.try_emplace(ticket->id, std::move(*ticket));
}

Candidates candidates_for(Tickets& tickets, const mail::ThreadMarks& marks)
{
    Candidates candidates;
    for (const auto* subject : {&marks.subject, &marks.former_subject})
        for (const auto id : tickets.with_subject(*subject, most_of_a_key)) add(candidates, tickets, id, marks.writer);
    for (const auto id : tickets.with_thread_index(marks.thread_index, most_of_a_key)) add(candidates, tickets, id, marks.writer);
    TicketFilter own;
    own.scope = TicketFilter::Scope::every;
    own.requester = marks.writer;
    own.most = most_of_a_person;
    for (const auto& ticket : tickets.list(own)) add(candidates, tickets, ticket.id, marks.writer);
    return candidates;
}

bool holds_words(const Event& event)
{
    return event.kind == EventKind::received || event.kind == EventKind::answered || event.kind == EventKind::answered_automatically;
}

// What is known of a ticket, as one mail of it would show.
void load(mail::Conversations& conversations, Tickets& tickets, const Ticket& ticket, const std::string& desk)
{
    mail::ThreadMarks known;
    known.subject = mail::subject_skeleton(ticket.subject);
    known.people = ticket.participants;
    known.at = std::chrono::floor<std::chrono::seconds>(ticket.updated);
    known.writer_name = desk;
    conversations.add(number(ticket.id), known);
    const auto history = tickets.history(ticket.id);
    std::size_t left = most_events;
    for (auto event = history.rbegin(); event != history.rend() && left > 0; ++event) {
        if (!holds_words(*event)) continue;
        --left;
        mail::ThreadMarks said;
        if (event->kind == EventKind::received) said.writer = folded(event->actor);
        said.own = mail::word_runs_of(event->text);
        conversations.add(number(ticket.id), said);
    }
}

std::string shown(const mail::ConversationMatch& match)
{
    std::string out = fmt::format("score {:.1f}", match.score);
    for (const auto& clue : match.because)
        out += fmt::format("{}{} {:+.1f}{}", &clue == &match.because.front() ? ": " : ", ", mail::name_of(clue.clue), clue.weight,
                           clue.what.empty() ? "" : " (" + clue.what + ")");
    return out;
}

}

bool takes_part(const Ticket& ticket, const std::string& address)
{
    return !address.empty() && (ticket.requester == address ||
                                std::find(ticket.participants.begin(), ticket.participants.end(), address) != ticket.participants.end());
}

std::optional<FoundConversation> conversation_of(Database& database, const mail::ThreadMarks& marks, const Policy& policy, Instant now)
{
    const bool looks_like_an_answer = marks.is_reply || !marks.quoted.empty() || !marks.thread_index.empty();
    if (marks.writer.empty() || !looks_like_an_answer) return {};
    Tickets tickets{database};
    const auto candidates = candidates_for(tickets, marks);
    if (candidates.empty()) return {};
    mail::Conversations conversations;
    for (const auto& [id, ticket] : candidates) load(conversations, tickets, ticket, folded(policy.settings.desk.name));
    for (const auto& [id, ticket] : candidates)
        if (!marks.thread_index.empty()) {
            const auto same = tickets.with_thread_index(marks.thread_index, most_of_a_key);
            if (std::find(same.begin(), same.end(), id) == same.end()) continue;
            mail::ThreadMarks known;
            known.thread_index = marks.thread_index;
            conversations.add(number(id), known);
        }
    auto arrived = marks;
    arrived.at = std::chrono::floor<std::chrono::seconds>(now); // its own date is the sender's word
    const auto match = conversations.find(arrived);
    if (match.conversation == 0) return {};
    return FoundConversation{TicketId{match.conversation}, shown(match)};
}

}
