#include "engine/run/ticket_view.h"

#include "engine/core/folded.h"
#include "engine/run/log.h"
#include "engine/run/mail_text.h"
#include "engine/run/table_text.h"
#include "engine/run/times.h"
#include "engine/run/utf8.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

namespace deskhand::engine {
namespace {

void write_ticket(JsonWriter& json, const Ticket& ticket)
{
    json.begin_object().member("id", number(ticket.id)).member("subject", ticket.subject).member("status", name_of(ticket.status));
    json.member("priority", name_of(ticket.priority)).member("queue", ticket.queue).text_or_null("assignee", ticket.assignee);
    json.member("requester", ticket.requester).text_or_null("requester_name", ticket.requester_name);
    json.texts("participants", ticket.participants).texts("tags", ticket.tags);
    json.key("fields").begin_object();
    for (const auto& [name, value] : ticket.fields) json.member(name, value);
    json.end_object().key("merged_into");
    if (number(ticket.merged_into) == 0) json.null();
    else json.value(number(ticket.merged_into));
    json.member("created", written(ticket.created)).member("updated", written(ticket.updated)).member("version", ticket.version).end_object();
}

// Why the mail of the event was put here.
std::string evidence_of(const TicketStory& story, const Event& event)
{
    const auto found = event.kind == EventKind::received ? story.evidence.find(event.mail) : story.evidence.end();
    return found == story.evidence.end() ? std::string{} : found->second;
}

void write_event(JsonWriter& json, const TicketStory& story, const Event& event)
{
    json.begin_object().member("id", number(event.id)).member("at", written(event.at)).member("kind", name_of(event.kind));
    json.member("actor", event.actor).member("text", event.text).key("mail");
    if (number(event.mail) == 0) json.null();
    else json.value(number(event.mail));
    json.text_or_null("evidence", evidence_of(story, event)).end_object();
}

std::string requester_of(const Ticket& ticket)
{
    const bool named = !ticket.requester_name.empty() && folded(ticket.requester_name) != folded(ticket.requester);
    return named ? fmt::format("{} <{}>", ticket.requester_name, ticket.requester) : ticket.requester;
}

// Who takes part beside the requester.
std::vector<std::string> others_of(const Ticket& ticket)
{
    auto others = ticket.participants;
    std::erase_if(others, [requester = folded(ticket.requester)](const std::string& one) { return folded(one) == requester; });
    return others;
}

// What changed fits one line; what somebody wrote has lines of its own.
std::string shown(const TicketStory& story, const Event& event)
{
    const bool is_mail = event.kind == EventKind::received && number(event.mail) > 0;
    const auto why = evidence_of(story, event);
    const auto head = fmt::format("\n{}  {} by {}{}{}", minute_of(event.at), name_of(event.kind), one_line(event.actor),
                                  is_mail ? fmt::format(" (mail {})", number(event.mail)) : "", why.empty() ? "" : "\n  " + one_line(why));
    const bool words = event.text.find('\n') != event.text.npos || event.text.size() > 90;
    if (!words) return fmt::format("{}{}{}\n", head, event.text.empty() ? "" : ": ", one_line(event.text));
    return head + "\n" + with_margin("", event.text);
}

}

std::string ticket_table(const std::vector<Ticket>& tickets)
{
    if (tickets.empty()) return "No tickets match.\n";
    TextTable table{{{"ticket", 10, Column::Side::right}, {"status"}, {"priority"}, {"queue", 16}, {"assignee", 12},
                     {"updated (UTC)"}, {"from", 28}, {"subject", 56}}};
    for (const auto& ticket : tickets)
        table.add({reference_of(ticket.id), std::string{name_of(ticket.status)}, std::string{name_of(ticket.priority)}, ticket.queue,
                   ticket.assignee.empty() ? "-" : ticket.assignee, minute_of(ticket.updated), ticket.requester, ticket.subject});
    return table.text();
}

std::string ticket_text(const TicketStory& story)
{
    const auto& ticket = story.ticket;
    auto out = titled("ticket", fmt::format("{} {}", reference_of(ticket.id), ticket.subject));
    out += titled("status", ticket.status == Status::merged ? "merged into " + reference_of(ticket.merged_into)
                                                          : std::string{name_of(ticket.status)});
    out += titled("priority", name_of(ticket.priority)) + titled("queue", ticket.queue);
    out += titled("assignee", ticket.assignee.empty() ? "nobody" : ticket.assignee);
    out += titled("requester", requester_of(ticket));
    out += titled("with", fmt::format("{}", fmt::join(others_of(ticket), ", "))) + titled("tags", fmt::format("{}", fmt::join(ticket.tags, ", ")));
    for (const auto& [name, value] : ticket.fields) out += titled(name, value);
    out += titled("created", minute_of(ticket.created) + " UTC") + titled("updated", minute_of(ticket.updated) + " UTC");
    for (const auto& event : story.history) out += shown(story, event);
    if (!story.suggestion.empty()) out += "\nproposed answer (sent by \"#send\" in a reply to the notice)\n" + with_margin("", story.suggestion);
    return out;
}

std::string tickets_json(const std::vector<Ticket>& tickets)
{
    JsonWriter json;
    json.begin_object().key("tickets").begin_array();
    for (const auto& ticket : tickets) write_ticket(json, ticket);
    json.end_array().end_object();
    return json.text();
}

std::string ticket_json(const TicketStory& story)
{
    JsonWriter json;
    json.begin_object().key("ticket");
    write_ticket(json, story.ticket);
    json.key("history").begin_array();
    for (const auto& event : story.history) write_event(json, story, event);
    json.end_array().text_or_null("suggestion", story.suggestion).end_object();
    return json.text();
}

}
