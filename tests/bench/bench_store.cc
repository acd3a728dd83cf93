// What our layer over SQLite costs, and how fast rows pass through the outbox.
#include "engine/store/apply_decision.h"
#include "engine/store/connection.h"
#include "engine/store/outbox.h"
#include "tests/bench/bare_sqlite.h"
#include "tests/bench/harness.h"
#include "tests/support/temp_dir.h"

#include <algorithm>

namespace deskhand::bench {
namespace {

using namespace engine;

constexpr std::size_t mails_of_a_run = 5'000;
constexpr int group = 50;
const Instant now{std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}};

// The same statements as bare SQLite runs, through our connection: what the layer itself costs.
double layered(const std::filesystem::path& file, const std::vector<BenchMail>& mails)
{
    Connection connection{file, {}};
    for (const auto* sql : bare_schema) connection.run(sql);
    return seconds_of([&] {
        for (std::size_t at = 0; at < mails.size(); at += group) {
            WriteTransaction open{connection};
            for (std::size_t i = at; i < std::min(at + group, mails.size()); ++i) {
                const auto& mail = mails[i];
                const auto n = static_cast<std::int64_t>(i);
                connection.integer("SELECT ticket FROM message WHERE msgid = $1", mail.message_id);
                const auto id = connection.integer("INSERT INTO ticket(subject, requester, queue, status, priority, assignee, created, updated, due) "
                                                   "VALUES($1, $2, $3, 0, 2, $4, $5, $6, $7) RETURNING id",
                                                   mail.subject, mail.from, mail.queue, n % 40, n, n, n + 3600).value();
                connection.run("INSERT INTO message(ticket, msgid, sender, sent, body, raw) VALUES($1, $2, $3, $4, $5, $6)", id,
                               mail.message_id, mail.from, n, mail.body, Octets{mail.raw});
                for (int k = 0; k < 2; ++k)
                    connection.run("INSERT INTO event(ticket, kind, actor, at, data) VALUES($1, 1, $2, $3, $4)", id, mail.from, n, mail.subject);
                connection.run("INSERT INTO outbox(ticket, rcpt, next_at, attempts, state, payload) VALUES($1, $2, $3, 0, 0, $4)", id,
                               mail.from, n, mail.payload);
                connection.run("UPDATE cursor SET uid = $1 WHERE mailbox = 'INBOX'", n);
            }
            open.commit();
        }
    });
}

void queue_mails(Database& database, const std::vector<BenchMail>& mails)
{
    database.transaction([&] {
        for (const auto& mail : mails) {
            Send send;
            send.recipient = mail.from;
            send.draft.message_id = mail.message_id;
            send.draft.from = {"Desk", "help@desk.example"};
            send.draft.to = {{"", mail.from}};
            send.draft.subject = mail.subject;
            send.draft.text = mail.payload;
            apply_decision(database, {.outcome = {}, .actions = {send}, .because = {}, .ticket = {}}, now);
        }
    });
}

// Each row is leased, its final dot marked and its answer recorded, as a postman does without a relay.
void pass_through(Outbox& outbox)
{
    for (auto rows = outbox.lease("bench", now, group); !rows.empty(); rows = outbox.lease("bench", now, group)) {
        std::vector<OutboxId> ids;
        std::vector<DeliveryRecord> records;
        for (const auto& row : rows) {
            ids.push_back(row.id);
            records.push_back({.id = row.id, .answer = "250 2.0.0 Ok: queued as 4F8D21F", .verdict = Delivered{}, .uncertain = false, .suppress = {}});
        }
        outbox.mark_dotted(ids);
        outbox.record(records, now);
    }
}

std::vector<Figure> layer()
{
    const tests::TempDir folder;
    const auto mails = bench_mails(mails_of_a_run);
    const auto count = static_cast<double>(mails.size());
    std::vector<double> bare, ours, ratio;
    for (int round = 0; round < 5; ++round) {
        const auto name = std::to_string(round);
        bare.push_back(count / seconds_of([&] { bare_tickets(folder.path() / ("bare" + name), mails, group); }));
        ours.push_back(count / layered(folder.path() / ("ours" + name), mails));
        ratio.push_back(ours.back() / bare.back());
    }
    // The yardstick of the median ratio, since the two alternate on a machine that is not ours alone.
    return {{.name = "ticket transactions through our connection", .unit = "tx/s", .ours = median(ours),
             .yardstick_name = "the same statements in bare SQLite", .yardstick = median(ours) / median(ratio), .bar = 0.55}};
}

std::vector<Figure> queue()
{
    const tests::TempDir folder;
    const auto mails = bench_mails(mails_of_a_run);
    Database database{folder.path() / "desk.db"};
    Outbox outbox{database};
    queue_mails(database, mails);
    const auto syncs = syncs_per_second(folder.path());
    const auto rate = static_cast<double>(mails.size()) / seconds_of([&] { pass_through(outbox); });
    return {{.name = "outbox rows leased, dotted and recorded", .unit = "rows/s", .ours = rate, .yardstick_name = "fdatasync/s now",
             .yardstick = syncs, .kind = Figure::Bar::ours_at_least, .bar = 20'000}};
}

}

std::vector<Benchmark> store_benchmarks() { return {{"store layer", layer}, {"store queue", queue}}; }

}
