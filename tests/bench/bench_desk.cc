// How little memory a large desk needs.
#include "engine/store/apply_decision.h"
#include "engine/store/tickets.h"
#include "tests/bench/harness.h"
#include "tests/support/temp_dir.h"

#include <fmt/core.h>

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace deskhand::bench {
namespace {

constexpr int desk_size = 100'000, in_one_commit = 5000;

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

// Resident memory of a process of its own that has worked on the desk; other benchmarks would count in.
double memory_of_a_desk(const std::filesystem::path& file)
{
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) throw std::runtime_error{"no pipe"};
    const auto child = ::fork();
    if (child < 0) throw std::runtime_error{"no process"};
    if (child == 0) {
        engine::Database database{file};
        engine::Tickets tickets{database};
        for (const auto* queue : {"helpdesk", "network", "onsite"}) tickets.list({.queue = queue});
        tickets.list({.words = "printer"});
        const auto memory = resident_mib();
        const auto written = ::write(ends[1], &memory, sizeof memory);
        ::_exit(written == sizeof memory ? 0 : 1);
    }
    double memory = 0;
    const auto got = ::read(ends[0], &memory, sizeof memory);
    ::waitpid(child, nullptr, 0);
    for (const int end : ends) ::close(end);
    if (got != sizeof memory) throw std::runtime_error{"the desk could not be opened"};
    return memory;
}

std::vector<Figure> desk_of_many()
{
    const tests::TempDir folder;
    const auto file = folder.path() / "desk.db";
    {
        engine::Database database{file};
        fill(database, 1, desk_size);
    }
    return {{.name = "resident memory, desk of 100,000 tickets", .unit = "MiB", .ours = memory_of_a_desk(file), .yardstick_name = {},
             .kind = Figure::Bar::ours_at_most, .bar = 64}};
}

}

std::vector<Benchmark> desk_benchmarks() { return {{"desk", desk_of_many}}; }

}
