// A fresh database in a folder of its own, and short ways to fill it.
#pragma once
#include "engine/core/decision.h"
#include "engine/store/apply_decision.h"
#include "engine/store/connection.h"
#include "engine/store/inbox.h"
#include "engine/store/outbox.h"
#include "engine/store/people.h"
#include "engine/store/tickets.h"
#include "tests/support/temp_dir.h"

#include <chrono>
#include <string>
#include <vector>

namespace deskhand::tests {

inline constexpr engine::Instant start{std::chrono::sys_days{std::chrono::year{2025} / 3 / 10}};

struct StoreFixture {
    TempDir folder;
    std::filesystem::path file = folder.path() / "desk.db";
    engine::Database database{file};
    engine::Inbox inbox{database};
    engine::Outbox outbox{database};
    engine::Tickets tickets{database};
    engine::People people{database};

    std::int64_t rows(const std::string& table)
    {
        return database.connection().integer("SELECT count(*) FROM " + table).value_or(-1);
    }
};

inline engine::RawMail raw_mail(const std::string& uid, const std::string& bytes, const std::string& generation = "1")
{
    engine::RawMail mail;
    mail.mailbox = "support";
    mail.generation = generation;
    mail.uid = uid;
    mail.content_key = "sha256:" + bytes;
    mail.bytes = bytes;
    mail.received = start;
    return mail;
}

inline engine::Ticket a_ticket(engine::TicketId id, const std::string& requester = "ann@customer.example")
{
    engine::Ticket ticket;
    ticket.id = id;
    ticket.subject = "Printer on fire";
    ticket.requester = requester;
    ticket.queue = "helpdesk";
    ticket.participants = {requester};
    ticket.created = ticket.updated = start;
    return ticket;
}

inline engine::Send a_send(engine::TicketId ticket, const std::string& recipient, engine::Purpose purpose = engine::Purpose::answer)
{
    engine::Send send;
    send.ticket = ticket;
    send.purpose = purpose;
    send.recipient = recipient;
    send.draft.message_id = "out-" + recipient;
    send.draft.from = {"Desk", "help@desk.example"};
    send.draft.to = {{"", recipient}};
    send.draft.subject = "Re: Printer on fire";
    send.draft.text = "We are on it.";
    return send;
}

// A decision that opens a ticket.
inline engine::Decision opening(engine::TicketId id, const std::string& requester = "ann@customer.example")
{
    engine::Decision decision;
    decision.outcome = "new ticket";
    decision.ticket = id;
    decision.actions.push_back(engine::OpenTicket{a_ticket(id, requester)});
    return decision;
}

}
