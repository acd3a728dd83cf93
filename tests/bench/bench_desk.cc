// How little memory a large desk needs.
#include "engine/store/apply_decision.h"
#include "engine/store/tickets.h"
#include "tests/bench/harness.h"
#include "tests/bench/sample_mails.h"
#include "tests/support/desk_program.h"
#include "tests/support/waiting.h"

#include <fmt/core.h>

#include <algorithm>
#include <stdexcept>

namespace deskhand::bench {
namespace {

constexpr int desk_size = 100'000, in_one_commit = 5000, new_mails = 500;

engine::Ticket ticket_number(int number, engine::Instant now)
{
    constexpr const char* queues[] = {"helpdesk", "network", "onsite", "accounts", "security"};
    engine::Ticket ticket;
    ticket.id = engine::TicketId{number};
    ticket.subject = fmt::format("request {} about the printer", number);
    ticket.requester = fmt::format("person{}@client.example", number % 20'011);
    ticket.participants = {ticket.requester};
    ticket.queue = queues[number % 5];
    ticket.assignee = number % 3 == 0 ? "ann" : "";
    ticket.status = number % 50 == 0 ? engine::Status::open : engine::Status::closed;
    ticket.created = ticket.updated = now + std::chrono::seconds{number};
    return ticket;
}

void fill(engine::Database& database, int from, int to)
{
    const engine::Instant now{std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}};
    for (int at = from; at <= to; at += in_one_commit)
        database.transaction([&] {
            engine::Decision decision;
            for (int n = at; n < std::min(at + in_one_commit, to + 1); ++n)
                decision.actions.emplace_back(engine::OpenTicket{ticket_number(n, now)});
            engine::apply_decision(database, decision, now);
        });
}

// Resident memory of the program, running as a desk, once it has opened tickets for new mail.
double memory_of_a_desk()
{
    const tests::TempDir mail;
    const auto inbox = mail.path() / "in", sent = mail.path() / "out";
    tests::make_maildir(inbox);
    const tests::DeskFolder folder{{.mailboxes = {tests::maildir_mailbox("inbox", inbox)}, .outgoing = tests::relay_into(sent)}};
    engine::Database database{folder.database()};
    fill(database, 1, desk_size);
    int name = 0;
    for (const auto& octets : sample_mails(new_mails)) tests::write_octets(inbox / "new" / fmt::format("{}", ++name), octets);

    const tests::RunningDesk desk{folder};
    engine::Tickets tickets{database};
    if (!tests::happens([&] { return tickets.find(engine::TicketId{desk_size + new_mails}).has_value(); }))
        throw std::runtime_error{"the desk opened no tickets: " + desk.log()};
    return resident_mib(desk.pid());
}

std::vector<Figure> desk_of_many()
{
    return {{.name = "resident memory, desk of 100,000 tickets", .unit = "MiB", .ours = memory_of_a_desk(), .yardstick_name = {},
             .kind = Figure::Bar::ours_at_most, .bar = 64}};
}

}

std::vector<Benchmark> desk_benchmarks() { return {{"desk", desk_of_many}}; }

}
