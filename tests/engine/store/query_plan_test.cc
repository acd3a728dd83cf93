// Every view is served by an index: none walks a whole table, so none grows slow with the desk. And
// what SQLite is asked, PostgreSQL can be asked too.
#include "engine/store/load_situation.h"
#include "engine/store/migrations.h"
#include "engine/store/timers.h"
#include "tests/engine/core/sample_policy.h"
#include "tests/engine/store/store_fixture.h"
#include "tests/support/server_process.h"

#include <boost/test/unit_test.hpp>

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

using namespace deskhand::engine;
using namespace deskhand::tests;
namespace fs = std::filesystem;

namespace {

// Short lists made on the way may be walked. SQLite's plan of an insert into a parent table names a walk
// over its children that runs only while a foreign key is violated.
bool walks_a_table(const std::string& step, const std::string& sql)
{
    if (!step.starts_with("SCAN ") || sql.starts_with("INSERT INTO inbox(")) return false;
    for (const auto* harmless : {"VIRTUAL TABLE", "newest", "subquery", "lately", "CONSTANT"})
        if (step.find(harmless) != std::string::npos) return false;
    return true;
}

bool governs_the_session(const std::string& sql)
{
    return sql.starts_with("BEGIN") || sql.starts_with("COMMIT") || sql.starts_with("PRAGMA");
}

struct PlanFixture : StoreFixture {
    std::set<std::string, std::less<>> seen;

    void watch()
    {
        const auto note = [this](std::string_view sql) { seen.emplace(sql); };
        database.connection().before_read = note;
        database.connection().before_write = note;
    }

    void look_at_tickets()
    {
        watch();
        for (const auto scope : {TicketFilter::Scope::active, TicketFilter::Scope::every})
            for (int fixed = 0; fixed < 8; ++fixed) {
                TicketFilter filter;
                filter.scope = scope;
                if (fixed & 1) filter.queue = "helpdesk";
                if (fixed & 2) filter.assignee = "bob";
                if (fixed & 4) filter.requester = "ann@customer.example";
                tickets.list(filter);
            }
        TicketFilter words;
        words.words = "fire";
        tickets.list(words);
        tickets.history(TicketId{1});
        tickets.message_ids(TicketId{1}, 5);
        tickets.count_open("");
        tickets.count_open("helpdesk");
    }

    void decide_about_a_mail()
    {
        watch();
        const auto mail = inbox.journal(std::vector{raw_mail("1", "mail")}).at(0).id;
        auto read = mail_from("rita@client.example", "[#1]", "words");
        read.message.in_reply_to = {"some@id"};
        read.judgement.bounce = deskhand::mail::Bounce{};
        read.judgement.bounce->original_message_id = "other@id";
        const auto policy = sample_policy();
        load_situation(database, inbox.find(mail).value(), read, policy, start);
        auto decision = opening(TicketId{1}, "rita@client.example");
        decision.actions.emplace_back(Send{a_send(TicketId{1}, "rita@client.example", Purpose::acknowledgement)});
        decision.actions.emplace_back(Suppress{"eve@else.example", "gone"});
        apply_decision(database, mail, {.from = "rita@client.example", .subject = {}, .kind = {}, .message_id = {}, .words = {}}, decision, start);
        load_situation(database, inbox.find(mail).value(), read, policy, start);
    }

    void send_and_list_mails()
    {
        apply_decision(database, {.outcome = {}, .actions = {Send{a_send(TicketId{}, "ann@x.example")}}, .because = {}, .ticket = {}}, start);
        watch();
        inbox.next(5);
        inbox.count(InboxState::waiting);
        inbox.list(InboxState::quarantined, 5);
        inbox.received_between(start, start, 5);
        inbox.unknown("main", "1", std::vector<std::string>{"1"});
        inbox.undisposed("main", "1");
        const auto rows = outbox.lease("run 1", start, 5);
        outbox.mark_dotted(std::vector{rows.at(0).id});
        outbox.recover("run 2", start, [](const OutboxRow&) -> Verdict { return HoldUncertain{}; });
        for (const auto state : {OutboxState::ready, OutboxState::held, OutboxState::given_up}) {
            outbox.list(state, 5);
            outbox.count(state);
        }
        outbox.with_message_id("some@id");
        outbox.latest_to("ann@x.example", start);
        Timers{database}.due(start, 5);
        Timers{database}.next_due();
        people.find("ann@x.example");
    }

    // Steps of the plans that walk a table; "SCAN x USING COVERING INDEX y" walks an index.
    std::vector<std::string> walks()
    {
        auto& connection = database.connection();
        connection.before_read = connection.before_write = {};
        std::vector<std::string> found;
        for (const auto& sql : seen) {
            if (governs_the_session(sql)) continue;
            connection.each("EXPLAIN QUERY PLAN " + sql, [&](Columns& columns) {
                columns.integer();
                columns.integer();
                columns.integer();
                const auto step = columns.text();
                if (walks_a_table(step, sql)) found.push_back(step + " in " + sql);
            });
        }
        return found;
    }
};

std::string shown(const std::vector<std::string>& lines)
{
    std::string text;
    for (const auto& line : lines) text += line + "\n";
    return text;
}

const fs::path postgresql = "/usr/lib/postgresql/15/bin";

boost::test_tools::assertion_result postgresql_is_installed(boost::unit_test::test_unit_id)
{
    boost::test_tools::assertion_result installed{fs::exists(postgresql / "postgres")};
    installed.message() << "no " << (postgresql / "postgres").string() << "; install postgresql-15";
    return installed;
}

// Our statements for PostgreSQL's single-user mode, which takes one a line. Full text is worded apart.
std::string script_for_postgresql(const std::set<std::string, std::less<>>& statements)
{
    constexpr auto dialect = Dialect::postgresql;
    std::string script = "CREATE TABLE schema_version(number BIGINT PRIMARY KEY, applied BIGINT NOT NULL)\n";
    for (int step = 1; step <= newest_schema(); ++step)
        for (const auto& sql : statements_of(dialect, step)) script += sql + "\n";
    int number = 0;
    const auto prepare = [&](std::string_view sql) { script += fmt::format("PREPARE statement_{} AS {}\n", ++number, sql); };
    for (const auto& sql : statements)
        if (!governs_the_session(sql) && sql.find("words MATCH") == std::string::npos && !sql.starts_with("INSERT INTO words("))
            prepare(sql);
    prepare(full_text_insert(dialect));
    prepare(fmt::format("SELECT {0} FROM words WHERE {1} AND {0} < $2", full_text(dialect).document, full_text(dialect).matches));
    prepare(std::string{"SELECT id FROM outbox WHERE due <= $1"} + std::string{skip_taken_rows(dialect)});
    for (const auto durability : {Durability::now, Durability::soon}) script += std::string{durability_sql(dialect, durability)} + "\n";
    script += fmt::format("SELECT to_tsquery('simple', '{}')\n", full_text_query(dialect, "prin* \"on fire\" now"));
    return script + "SELECT 'every statement was taken' WHERE 1 = 1\n";
}

// What a PostgreSQL of its own in `folder` answers to the script.
std::string postgresql_says(const fs::path& folder, const std::string& script)
{
    const auto home = folder / "postgresql";
    fs::create_directory(home);
    std::ofstream{home / "script.sql"} << script;
    give_to(unprivileged_user(), home);
    const auto shell = fmt::format("{0}/initdb -D {1}/data -A trust -E UTF8 --no-sync && {0}/postgres --single -F -D {1}/data postgres < {1}/script.sql",
                                   postgresql.string(), home.string());
    ServerProcess run{{.arguments = {"/bin/sh", "-c", shell}, .port = 0, .user = unprivileged_user(), .log = home / "said", .folder = home, .environment = {}}};
    run.wait();
    std::ifstream said{home / "said"};
    return {std::istreambuf_iterator<char>{said}, {}};
}

}

BOOST_AUTO_TEST_SUITE(store_query_plans)

BOOST_FIXTURE_TEST_CASE(no_list_of_tickets_walks_a_table, PlanFixture)
{
    look_at_tickets();
    BOOST_TEST(seen.size() > 15u);
    const auto found = walks();
    BOOST_TEST(found.empty(), shown(found));
}

BOOST_FIXTURE_TEST_CASE(neither_reading_nor_writing_a_decision_walks_a_table, PlanFixture)
{
    decide_about_a_mail();
    BOOST_TEST(seen.size() > 25u);
    const auto found = walks();
    BOOST_TEST(found.empty(), shown(found));
}

BOOST_FIXTURE_TEST_CASE(neither_queue_nor_journal_walks_a_table, PlanFixture)
{
    send_and_list_mails();
    BOOST_TEST(seen.size() > 20u);
    const auto found = walks();
    BOOST_TEST(found.empty(), shown(found));
}

BOOST_FIXTURE_TEST_CASE(postgresql_takes_the_schema_and_every_statement, PlanFixture, *boost::unit_test::precondition(postgresql_is_installed))
{
    look_at_tickets();
    decide_about_a_mail();
    send_and_list_mails();
    const auto said = postgresql_says(folder.path(), script_for_postgresql(seen));
    BOOST_TEST(said.find("ERROR") == std::string::npos, said);
    BOOST_TEST(said.find("every statement was taken") != std::string::npos, said);
}

BOOST_AUTO_TEST_SUITE_END()
