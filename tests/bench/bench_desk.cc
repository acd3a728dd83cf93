// A desk of a million tickets: how fast its lists are, and how little memory a large desk needs.
#include "engine/store/apply_decision.h"
#include "engine/store/tickets.h"
#include "tests/bench/harness.h"
#include "tests/support/temp_dir.h"

#include <fmt/core.h>

#include <algorithm>

namespace deskhand::bench {
namespace {

constexpr int small_desk = 100'000, large_desk = 1'000'000, in_one_commit = 5000;

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

// 99th percentile of the milliseconds of `look`, over many.
double slowest_of(const std::function<void(int)>& look)
{
    std::vector<double> times;
    for (int n = 0; n < 500; ++n) times.push_back(1000 * seconds_of([&] { look(n); }));
    std::sort(times.begin(), times.end());
    return times[times.size() * 99 / 100];
}

std::vector<Figure> desk_of_many()
{
    const tests::TempDir folder;
    engine::Database database{folder.path() / "desk.db"};
    engine::Tickets tickets{database};
    fill(database, 1, small_desk);
    tickets.list({});
    const auto memory = resident_mib();
    fill(database, small_desk + 1, large_desk);
    const auto figure = [](const char* name, double ms) {
        return Figure{.name = name, .unit = "ms p99", .ours = ms, .yardstick_name = {}, .kind = Figure::Bar::ours_at_most, .bar = 5};
    };
    const auto open = slowest_of([&](int n) { tickets.list({.before = engine::TicketId{large_desk - n * 1500}}); });
    const auto queue = slowest_of([&](int n) { tickets.list({.queue = n % 2 ? "network" : "accounts"}); });
    const auto mine = slowest_of([&](int) { tickets.list({.assignee = "ann"}); });
    const auto whose = slowest_of([&](int n) {
        tickets.list({.scope = engine::TicketFilter::Scope::every, .requester = fmt::format("person{}@client.example", n * 37 % 20'011)});
    });
    const auto search = slowest_of([&](int n) { tickets.list({.scope = engine::TicketFilter::Scope::every, .words = std::to_string(n * 1711)}); });
    return {{.name = "resident memory, desk of 100,000 tickets", .unit = "MiB", .ours = memory, .yardstick_name = {},
             .kind = Figure::Bar::ours_at_most, .bar = 64},
            figure("open tickets, a million", open), figure("open tickets of a queue", queue), figure("my open tickets", mine),
            figure("all tickets of a person", whose), figure("search for a number", search)};
}

}

std::vector<Benchmark> desk_benchmarks() { return {{"desk", desk_of_many}}; }

}
