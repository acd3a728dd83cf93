// From an IMAP mailbox to committed tickets, beside the disk's own pace and bare SQLite doing the writes.
#include "engine/run/collector.h"
#include "engine/run/intake.h"
#include "engine/run/system_clock.h"
#include "engine/store/search.h"
#include "tests/bench/bench_policy.h"
#include "tests/bench/full_mailbox.h"
#include "tests/bench/harness.h"
#include "tests/bench/sample_mails.h"
#include "tests/support/temp_dir.h"

#include <sqlite3.h>

#include <fmt/core.h>

#include <stdexcept>
#include <thread>

namespace deskhand::bench {
namespace {

constexpr int mails = 10'000;
constexpr int group = 50;

mail::MailboxSettings mailbox_of(const tests::Dovecot& dovecot)
{
    mail::ImapSettings imap;
    imap.server = dovecot.endpoint(dovecot.imap_port(), mail::Security::none);
    imap.login = {.user = "bench", .secret = tests::Dovecot::password, .method = mail::AuthMethod::automatic};
    imap.disposal = mail::Disposal::keep;
    mail::MailboxSettings settings;
    settings.name = "bench";
    settings.where = imap;
    return settings;
}

// The same octets and rows by the bare C interface: mail, ticket with four indexes, two events, two
// outbox rows with a body, fifty mails a commit.
double bare_sqlite_rate(const std::filesystem::path& folder, const std::vector<std::string>& bytes)
{
    sqlite3* db = nullptr;
    if (sqlite3_open((folder / "bare.db").c_str(), &db) != SQLITE_OK) throw std::runtime_error{"cannot open the bare database"};
    const auto run = [&](const char* sql) {
        if (sqlite3_exec(db, sql, nullptr, nullptr, nullptr) != SQLITE_OK) throw std::runtime_error{sqlite3_errmsg(db)};
    };
    run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        "CREATE TABLE mail(id INTEGER PRIMARY KEY, uid INTEGER UNIQUE, bytes BLOB);"
        "CREATE TABLE ticket(id INTEGER PRIMARY KEY, subject TEXT, requester TEXT, queue TEXT, status TEXT, updated INTEGER);"
        "CREATE INDEX t1 ON ticket(queue, status, id); CREATE INDEX t2 ON ticket(requester, id); CREATE INDEX t3 ON ticket(status, id);"
        "CREATE INDEX t4 ON ticket(updated);"
        "CREATE TABLE event(id INTEGER PRIMARY KEY, ticket INTEGER, text TEXT); CREATE INDEX e1 ON event(ticket, id);"
        "CREATE TABLE outbox(id INTEGER PRIMARY KEY, ticket INTEGER, due INTEGER, body BLOB); CREATE INDEX o1 ON outbox(due);");
    sqlite3_stmt *mail = nullptr, *ticket = nullptr, *event = nullptr, *out = nullptr;
    sqlite3_prepare_v2(db, "INSERT INTO mail(uid, bytes) VALUES(?, ?)", -1, &mail, nullptr);
    sqlite3_prepare_v2(db, "INSERT INTO ticket(subject, requester, queue, status, updated) VALUES(?, ?, 'helpdesk', 'new', ?)", -1, &ticket, nullptr);
    sqlite3_prepare_v2(db, "INSERT INTO event(ticket, text) VALUES(?, ?)", -1, &event, nullptr);
    sqlite3_prepare_v2(db, "INSERT INTO outbox(ticket, due, body) VALUES(?, ?, ?)", -1, &out, nullptr);
    const auto step = [&](sqlite3_stmt* statement) {
        if (sqlite3_step(statement) != SQLITE_DONE) throw std::runtime_error{sqlite3_errmsg(db)};
        sqlite3_reset(statement);
    };
    const auto seconds = seconds_of([&] {
        for (std::size_t at = 0; at < bytes.size(); at += group) {
            run("BEGIN IMMEDIATE");
            for (std::size_t n = at; n < std::min(at + group, bytes.size()); ++n) {
                const auto id = static_cast<sqlite3_int64>(n);
                const auto& octets = bytes[n];
                sqlite3_bind_int64(mail, 1, id);
                sqlite3_bind_blob(mail, 2, octets.data(), static_cast<int>(octets.size()), SQLITE_STATIC);
                step(mail);
                const auto who = fmt::format("person{}@client.example", n % 977);
                sqlite3_bind_text(ticket, 1, "printer is broken again", -1, SQLITE_STATIC);
                sqlite3_bind_text(ticket, 2, who.c_str(), -1, SQLITE_STATIC);
                sqlite3_bind_int64(ticket, 3, id);
                step(ticket);
                for (int two = 0; two < 2; ++two) {
                    sqlite3_bind_int64(event, 1, id);
                    sqlite3_bind_text(event, 2, octets.data(), two ? 40 : 1200, SQLITE_STATIC);
                    step(event);
                    sqlite3_bind_int64(out, 1, id);
                    sqlite3_bind_int64(out, 2, id);
                    sqlite3_bind_blob(out, 3, octets.data(), 1500, SQLITE_STATIC);
                    step(out);
                }
            }
            run("COMMIT");
        }
    });
    for (auto* statement : {mail, ticket, event, out}) sqlite3_finalize(statement);
    sqlite3_close(db);
    return static_cast<double>(bytes.size()) / seconds;
}

enum class Duties { ticket_and_acknowledgement, all };

// As the desk works: one thread fetches and journals, another decides; the search catches up at the end.
double desk_rate(const tests::Dovecot& dovecot, const std::filesystem::path& file, Duties duties)
{
    engine::SystemClock clock;
    auto settings = bench_policy(file);
    if (duties == Duties::ticket_and_acknowledgement) {
        settings.rules = {};
        for (auto& queue : settings.settings.queues) queue.staff.clear();
    } else {
        settings.model = bench_model();
    }
    const auto policy = std::make_shared<const engine::Policy>(std::move(settings));
    engine::Database database{file};
    engine::SharedDatabase journal{engine::Database{file}};
    engine::Collector collector{mailbox_of(dovecot), journal, clock};
    engine::Intake intake{engine::Database{file}, [&] { return policy; }, clock};
    int decided = 0;
    const auto seconds = seconds_of([&] {
        std::jthread fetching{[&] { collector.step({}); }};
        while (decided < mails) {
            const int now = intake.step();
            decided += now;
            if (now == 0) clock.wait_until(clock.now() + std::chrono::milliseconds{5}, {});
        }
        while (duties == Duties::all && engine::index_words(database, 500) > 0) {}
    });
    if (engine::Inbox{database}.count(engine::InboxState::done) != mails) throw std::runtime_error{"mail was left behind"};
    return mails / seconds;
}

// On a slow disk the promise is a multiple of what it can sync, on a fast one a number.
Figure beside_the_disk(std::string name, double ours, double syncs, double bar)
{
    constexpr double slow_disk = 1000, times_a_slow_disk = 10;
    Figure figure{.name = std::move(name), .unit = "mails/s", .ours = ours, .yardstick_name = "fdatasync/s now", .yardstick = syncs,
                  .kind = Figure::Bar::ours_at_least, .bar = bar};
    if (syncs < slow_disk) {
        figure.kind = Figure::Bar::ratio_at_least;
        figure.bar = times_a_slow_disk;
    }
    return figure;
}

std::vector<Figure> take_in()
{
    const tests::TempDir folder;
    const tests::Dovecot dovecot;
    fill_mailbox(dovecot, "bench", mails);
    const auto syncs = syncs_per_second(folder.path());
    const auto bare = bare_sqlite_rate(folder.path(), sample_mails(mails));
    const auto lean = desk_rate(dovecot, folder.path() / "lean.db", Duties::ticket_and_acknowledgement);
    const auto full = desk_rate(dovecot, folder.path() / "full.db", Duties::all);
    return {beside_the_disk("IMAP to ticket and acknowledgement", lean, syncs, 3700),
            beside_the_disk("  with rules, prediction, notices, search", full, syncs, 2000),
            {.name = "IMAP to ticket and acknowledgement", .unit = "mails/s", .ours = lean,
             .yardstick_name = "bare SQLite writing alike, no IMAP", .yardstick = bare, .bar = 0.15}};
}

}

std::vector<Benchmark> intake_benchmarks() { return {{"intake", take_in}}; }

}
