// The desk's views on a desk of a million tickets, by processor time: a busy machine disturbs the wall clock.
#include "engine/store/connection.h"
#include "engine/store/inbox.h"
#include "engine/store/outbox.h"
#include "engine/store/search.h"
#include "engine/store/tickets.h"
#include "tests/bench/harness.h"
#include "tests/support/temp_dir.h"

#include <algorithm>
#include <random>

namespace deskhand::bench {
namespace {

using namespace engine;

constexpr std::int64_t tickets_of_the_desk = 1'000'000;
constexpr int looks = 300;

// Every tenth ticket is active; of 20 queues one takes half of all, of 40 staff each the same.
constexpr const char* filling[] = {
    "INSERT INTO ticket(id, subject, requester, requester_name, queue, assignee, status, priority, tags, fields, participants, created, "
    "updated, version) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1) "
    "SELECT i, 'Printer ' || (i % 977) || ' does not print', 'user' || (i * 7919 % 50000) || '@customer.example', 'User', "
    "'queue' || (CASE WHEN i % 2 = 0 THEN 0 ELSE i / 2 % 20 END), CASE WHEN i % 3 = 0 THEN '' ELSE 'staff' || (i * 31 % 40) END, "
    "CASE (i / 3 * 131 + i) % 31 WHEN 0 THEN 'fresh' WHEN 1 THEN 'open' WHEN 2 THEN 'pending' WHEN 3 THEN 'merged' ELSE 'closed' END, "
    "'normal', '[]', '{}', '[\"user' || (i * 7919 % 50000) || '@customer.example\"]', i, i, 1 FROM n",
    "INSERT INTO ticket_event(ticket, place, at, kind, actor, text) SELECT id, 1, id, 'received', requester, "
    "'My printer number ' || (id % 977) || ' is broken, the word' || (id % 100000) || ' blinks. Please help.' FROM ticket WHERE id <= $1",
    "INSERT INTO inbox(mailbox, uid, content_key, received, envelope_recipient, size, state, ticket) "
    "SELECT 'main', id, 'sha256:' || id, id, '', 100, CASE WHEN id % 1000 = 0 THEN 'quarantined' ELSE 'done' END, id FROM ticket WHERE id <= $1",
    "INSERT INTO outbox(ticket, purpose, urgency, automatic, by_itself, recipient, correspondent, envelope_sender, message_id, subject, "
    "state, queued, due) SELECT id, 'acknowledgement', 1, 1, 1, requester, requester, '', 'm' || id, subject, "
    "CASE WHEN id % 100 = 0 THEN 'ready' WHEN id % 1001 = 0 THEN 'held' ELSE 'delivered' END, id, id FROM ticket WHERE id <= $1",
};

// The 99th percentile of `look` for many random numbers.
Figure view(std::string name, const std::function<void(std::int64_t)>& look)
{
    std::mt19937_64 random{7};
    std::vector<double> times;
    for (int i = 0; i < looks; ++i) {
        const auto number = static_cast<std::int64_t>(random() >> 1);
        times.push_back(1'000 * processor_seconds_of([&] { look(number); }));
    }
    std::sort(times.begin(), times.end());
    return {.name = std::move(name), .unit = "ms p99", .ours = times[times.size() * 99 / 100], .yardstick_name = {},
            .kind = Figure::Bar::ours_at_most, .bar = 5};
}

Figure view(std::string name, Tickets& tickets, const std::function<TicketFilter(std::int64_t)>& filter)
{
    return view(std::move(name), [&](std::int64_t n) { tickets.list(filter(n)); });
}

std::vector<Figure> ticket_views(Tickets& tickets)
{
    constexpr auto every = TicketFilter::Scope::every;
    const auto queue = [](std::int64_t n) { return "queue" + std::to_string(n % 20); };
    const auto staff = [](std::int64_t n) { return "staff" + std::to_string(n % 40); };
    return {view("active tickets, any page", tickets, [](auto n) { return TicketFilter{.before = TicketId{n % tickets_of_the_desk + 1}}; }),
            view("active tickets of a queue", tickets, [&](auto n) { return TicketFilter{.queue = queue(n)}; }),
            view("every ticket of a queue, any page", tickets,
                 [&](auto n) { return TicketFilter{.scope = every, .queue = queue(n), .before = TicketId{n % tickets_of_the_desk + 1}}; }),
            view("my active tickets in a queue", tickets, [&](auto n) { return TicketFilter{.queue = queue(n / 40), .assignee = staff(n)}; }),
            view("everything of a requester", tickets,
                 [](auto n) { return TicketFilter{.scope = every, .requester = "user" + std::to_string(n % 50'000) + "@customer.example"}; }),
            view("pending tickets", tickets, [](auto) { return TicketFilter{.status = Status::pending}; }),
            view("search for a rare word", tickets,
                 [](auto n) { return TicketFilter{.scope = every, .words = "word" + std::to_string(n % 100'000)}; }),
            view("search for words in every ticket", tickets, [](auto) { return TicketFilter{.scope = every, .words = "printer broken"}; }),
            view("the same, active tickets only", tickets, [](auto) { return TicketFilter{.words = "printer broken"}; }),
            view("open count of the desk", [&](std::int64_t) { tickets.count_open(""); })};
}

std::vector<Figure> mail_views(Database& database)
{
    Inbox inbox{database};
    Outbox outbox{database};
    return {view("quarantine list", [&](std::int64_t) { inbox.list(InboxState::quarantined, 50); }),
            view("journal list", [&](std::int64_t) { inbox.list(InboxState::done, 50); }),
            view("held mails", [&](std::int64_t) { outbox.list(OutboxState::held, 50); }),
            view("counts of the outbox", [&](std::int64_t) {
                for (const auto state : {OutboxState::ready, OutboxState::held, OutboxState::delivered}) outbox.count(state);
            })};
}

std::vector<Figure> views()
{
    const tests::TempDir folder;
    Database database{folder.path() / "desk.db"};
    for (const auto* sql : filling) database.transaction([&] { database.connection().run(sql, tickets_of_the_desk); });
    const auto indexing = seconds_of([&] { while (index_words(database, 5'000) > 0) {} });
    Tickets tickets{database};
    auto figures = ticket_views(tickets);
    for (auto& figure : mail_views(database)) figures.push_back(std::move(figure));
    figures.push_back({.name = "full text, texts taken in", .unit = "texts/s", .ours = static_cast<double>(tickets_of_the_desk) / indexing,
                       .yardstick_name = {}, .kind = Figure::Bar::ours_at_least, .bar = 10'000});
    return figures;
}

}

std::vector<Benchmark> view_benchmarks() { return {{"views", views}}; }

}
