#include "engine/run/staff_work.h"

#include "engine/core/refile.h"
#include "engine/store/apply_decision.h"
#include "engine/store/inbox.h"
#include "engine/store/load_situation.h"
#include "engine/store/tickets.h"

#include <fmt/core.h>

#include <cstdlib>

namespace deskhand::engine {
namespace {

using What = TicketCommand::What;

std::string names_of_staff(const config::Settings& settings)
{
    std::string out;
    for (const auto& member : settings.staff) out += (out.empty() ? "" : ", ") + member.name;
    return out.empty() ? "nobody is configured" : out;
}

std::string text_of(const char* value) { return value ? value : ""; }

NotDone no_ticket(TicketId id) { return {ExitCode::not_found, fmt::format("there is no ticket {}", reference_of(id))}; }

// The mail of a move or split, if it is on the ticket now.
std::variant<FiledMail, NotDone> filed_mail(Database& database, const TicketCommand& command)
{
    const auto line = Inbox{database}.line(command.mail);
    if (!line || line->ticket != command.ticket)
        return NotDone{ExitCode::not_found, fmt::format("mail {} is not on {}{}; numbers of mails are in `deskhand ticket show`", number(command.mail),
                                                        reference_of(command.ticket), line && number(line->ticket) > 0 ? " but on " + reference_of(line->ticket) : "")};
    FiledMail mail{.mail = command.mail, .ticket = command.ticket, .sender = line->from, .subject = line->subject, .words = {}};
    for (const auto& event : Tickets{database}.history(command.ticket))
        if (event.mail == command.mail && event.kind == EventKind::received) mail.words = event.text;
    return mail;
}

// Merging, moving, splitting and undoing them. `context` is about the ticket a merged or moved one goes to.
std::variant<Decision, NotDone> refiled(Database& database, const TicketCommand& command, const std::string& staff, const OrderContext& context)
{
    Tickets tickets{database};
    if (command.what == What::merge) {
        const auto from = tickets.find_current(command.ticket);
        if (!from) return no_ticket(command.ticket);
        if (from->id == context.situation.ticket->id) return NotDone{ExitCode::failed, "both are the same ticket already"};
        return merge_tickets(*from, staff, context);
    }
    if (command.what == What::unmerge) {
        if (context.situation.ticket->status != Status::merged)
            return NotDone{ExitCode::done, fmt::format("{} is not merged; nothing was changed", reference_of(command.ticket))};
        return unmerge_ticket(staff, context);
    }
    const auto mail = filed_mail(database, command);
    if (const auto* refused = std::get_if<NotDone>(&mail)) return *refused;
    if (command.what == What::split) return split_mail(std::get<FiledMail>(mail), staff, context);
    if (context.situation.ticket->id == command.ticket) return NotDone{ExitCode::failed, "the mail is on that ticket already"};
    return move_mail(std::get<FiledMail>(mail), staff, context);
}

bool refiles(What what) { return what == What::merge || what == What::unmerge || what == What::move || what == What::split; }

// The decision, made and written inside the transaction the caller holds.
std::variant<Decision, NotDone> decide_and_apply(Database& database, const Policy& policy, const TicketCommand& command,
                                                 const std::string& staff, Instant now)
{
    Tickets tickets{database};
    const auto target = command.what == What::merge || command.what == What::move ? command.other : command.ticket;
    // a merge is taken back from the ticket itself, everything else goes to the one it lives on in
    const auto current = command.what == What::unmerge ? tickets.find(target) : tickets.find_current(target);
    if (!current) return no_ticket(target);
    auto situation = load_situation(database, current->id, now);
    situation.ticket = current;
    const OrderContext context{.situation = situation, .policy = policy, .now = now,
                               .cause = fmt::format("c{}", now.time_since_epoch().count())};
    Decision decision;
    if (refiles(command.what)) {
        const auto found = refiled(database, command, staff, context);
        if (const auto* refused = std::get_if<NotDone>(&found)) return *refused;
        decision = std::get<Decision>(found);
    } else {
        const auto orders = orders_of(command, staff, policy.settings);
        if (const auto* refused = std::get_if<NotDone>(&orders)) return *refused;
        decision = carry_out(std::get<StaffOrders>(orders), context);
    }
    if (decision.actions.empty()) return NotDone{ExitCode::done, fmt::format("{} is so already; nothing was changed", reference_of(current->id))};
    apply_decision(database, decision, now);
    return decision;
}

}

std::variant<std::string, NotDone> acting_staff(const config::Settings& settings, const std::string& named, const std::string& user)
{
    if (!named.empty()) {
        if (const auto* member = staff_named(settings, named)) return member->name;
        return NotDone{ExitCode::failed, fmt::format("nobody on the staff is called \"{}\"; there are: {}", named, names_of_staff(settings))};
    }
    if (settings.staff.size() == 1) return settings.staff.front().name;
    if (!user.empty())
        if (const auto* member = staff_named(settings, user)) return member->name;
    return NotDone{ExitCode::failed, fmt::format("say who acts with --as NAME; staff: {}", names_of_staff(settings))};
}

std::variant<StaffOrders, NotDone> orders_of(const TicketCommand& command, const std::string& staff, const config::Settings& settings)
{
    StaffOrders orders;
    orders.staff = staff;
    orders.words = command.text;
    if (!command.status.empty()) orders.status = status_named(command.status);
    switch (command.what) {
    case What::note: orders.words_are = StaffOrders::Words::note; break;
    case What::close: orders.status = Status::closed; break;
    case What::reopen: orders.status = Status::open; break;
    case What::assign:
        if (const auto* member = staff_named(settings, command.who)) orders.assignee = member->name;
        else return NotDone{ExitCode::failed, fmt::format("nobody on the staff is called \"{}\"; there are: {}", command.who, names_of_staff(settings))};
        break;
    case What::list:
    case What::show:
    case What::reply:
    case What::merge:
    case What::unmerge:
    case What::move:
    case What::split: break;
    }
    const bool speaks = command.what == What::reply || command.what == What::note;
    if (speaks && orders.words.find_first_not_of(" \t\r\n") == orders.words.npos)
        return NotDone{ExitCode::usage, "the text is empty; nothing was sent or written"};
    return orders;
}

std::variant<Decision, NotDone> work_on(Database& database, const Policy& policy, const TicketCommand& command, Instant now)
{
    const auto staff = acting_staff(policy.settings, command.as, text_of(std::getenv("USER")));
    if (const auto* nobody = std::get_if<NotDone>(&staff)) return *nobody;
    std::variant<Decision, NotDone> result = NotDone{};
    database.transaction([&] { result = decide_and_apply(database, policy, command, std::get<std::string>(staff), now); });
    return result;
}

}
