// `deskhand ticket`: tickets looked at and worked on.
#include "engine/run/commands.h"
#include "engine/run/help_texts.h"
#include "engine/run/read_file.h"
#include "engine/run/staff_work.h"
#include "engine/run/standing.h"
#include "engine/run/system_clock.h"
#include "engine/run/ticket_view.h"
#include "engine/store/inbox.h"
#include "engine/store/tickets.h"

#include <fmt/core.h>

namespace deskhand::engine {
namespace {

using What = TicketCommand::What;

ExitCode list(Database& database, const TicketCommand& command)
{
    TicketFilter filter;
    if (!command.status.empty()) filter.status = status_named(command.status);
    filter.scope = command.scope == TicketCommand::Scope::every ? TicketFilter::Scope::every : TicketFilter::Scope::active;
    filter.queue = command.queue;
    filter.assignee = command.assignee;
    filter.requester = command.requester;
    filter.words = command.words;
    filter.most = command.most;
    filter.before = command.before;
    const auto tickets = Tickets{database}.list(filter);
    if (command.output == Output::json) {
        fmt::print("{}\n", tickets_json(tickets));
        return ExitCode::done;
    }
    fmt::print("{}", ticket_table(tickets));
    if (static_cast<int>(tickets.size()) == command.most)
        fmt::print("There may be more: --before {}\n", number(tickets.back().id));
    return ExitCode::done;
}

// Of each mail in the history, the reason that tied it to a ticket.
std::map<InboxId, std::string> evidence_in(Database& database, const std::vector<Event>& history)
{
    std::map<InboxId, std::string> evidence;
    Inbox inbox{database};
    for (const auto& event : history) {
        if (event.kind != EventKind::received || number(event.mail) == 0) continue;
        for (const auto& reason : inbox.reasons(event.mail))
            if (reason.id == "evidence" || reason.id == "stranger") evidence[event.mail] = reason.text;
    }
    return evidence;
}

ExitCode show(Database& database, const TicketCommand& command)
{
    Tickets tickets{database};
    const auto ticket = tickets.find(command.ticket);
    if (!ticket) {
        fmt::print(stderr, "there is no ticket {}; see `deskhand ticket list --all`\n", reference_of(command.ticket));
        return ExitCode::not_found;
    }
    TicketStory story{*ticket, tickets.history(ticket->id), tickets.suggestion(ticket->id)};
    story.evidence = evidence_in(database, story.history);
    if (command.output == Output::json) fmt::print("{}\n", ticket_json(story));
    else fmt::print("{}", ticket_text(story));
    return ExitCode::done;
}

void print_json(const Decision& decision)
{
    JsonWriter json;
    json.begin_object().member("ticket", number(decision.ticket)).member("outcome", decision.outcome);
    json.key("because").begin_array();
    for (const auto& reason : decision.because) json.begin_object().member("id", reason.id).member("text", reason.text).end_object();
    json.end_array().key("actions").begin_array();
    for (const auto& action : decision.actions) json.value(describe(action));
    json.end_array().end_object();
    fmt::print("{}\n", json.text());
}

ExitCode work(Database& database, const Policy& policy, TicketCommand command)
{
    if (command.text == "-") {
        const auto text = read_file("-");
        if (!text) {
            fmt::print(stderr, "standard input could not be read; nothing was sent or written\n");
            return ExitCode::failed;
        }
        command.text = *text;
    }
    const auto result = work_on(database, policy, command, SystemClock{}.now());
    if (const auto* not_done = std::get_if<NotDone>(&result)) {
        fmt::print(stderr, "{}\n", not_done->why);
        return not_done->code;
    }
    const auto& decision = std::get<Decision>(result);
    if (command.output == Output::json) print_json(decision);
    else {
        fmt::print("{}\n", decision.outcome);
        for (const auto& action : decision.actions)
            if (std::holds_alternative<Send>(action)) fmt::print("  {}; {}\n", describe(action), help::who_does_it);
    }
    return ExitCode::done;
}

}

ExitCode perform(const Invocation& invocation, const TicketCommand& command)
{
    if (command.what == What::list || command.what == What::show) {
        auto database = standing_database(invocation);
        if (!database) return ExitCode::problems;
        return command.what == What::list ? list(*database, command) : show(*database, command);
    }
    const auto policy = standing_policy(invocation);
    if (!policy) return ExitCode::problems;
    Database database{policy->settings.database};
    return work(database, *policy, command);
}

}
