// What the desk's own tables say, read as `deskhand` itself reads them.
#pragma once
#include "engine/core/ticket.h"
#include "engine/store/inbox.h"
#include "engine/store/outbox.h"
#include "engine/store/tickets.h"
#include "tests/support/desk_folder.h"
#include "tests/support/waiting.h"

#include <string>
#include <vector>

namespace deskhand::tests {

constexpr int all_of_them = 1'000'000;

inline std::vector<engine::Ticket> tickets_of(const DeskFolder& folder)
{
    engine::Database database{folder.database()};
    engine::TicketFilter filter;
    filter.scope = engine::TicketFilter::Scope::every;
    filter.most = all_of_them;
    return engine::Tickets{database}.list(filter);
}

inline engine::Ticket ticket_of(const DeskFolder& folder, std::int64_t id)
{
    engine::Database database{folder.database()};
    return engine::Tickets{database}.find(engine::TicketId{id}).value_or(engine::Ticket{});
}

inline bool becomes(const DeskFolder& folder, std::int64_t ticket, engine::Status status)
{
    return happens([&] { return ticket_of(folder, ticket).status == status; });
}

inline std::vector<engine::Event> history_of(const DeskFolder& folder, std::int64_t ticket)
{
    engine::Database database{folder.database()};
    return engine::Tickets{database}.history(engine::TicketId{ticket});
}

inline std::int64_t mails_in(const DeskFolder& folder, engine::InboxState state)
{
    engine::Database database{folder.database()};
    return engine::Inbox{database}.count(state);
}

inline std::vector<engine::InboxLine> mails_listed(const DeskFolder& folder, engine::InboxState state)
{
    engine::Database database{folder.database()};
    return engine::Inbox{database}.list(state, all_of_them);
}

inline std::vector<engine::OutboxRow> outgoing_of(const DeskFolder& folder)
{
    engine::Database database{folder.database()};
    return engine::Outbox{database}.list({}, all_of_them);
}

// The kinds of a ticket's events in order, e.g. "received acknowledged noticed".
inline std::string story_of(const DeskFolder& folder, std::int64_t ticket)
{
    std::string out;
    for (const auto& event : history_of(folder, ticket)) out += (out.empty() ? "" : " ") + std::string{name_of(event.kind)};
    return out;
}

}
