// Every view is served by an index: none walks a whole table, so none grows slow with the desk.
#include "engine/store/load_situation.h"
#include "engine/store/timers.h"
#include "tests/engine/core/sample_policy.h"
#include "tests/engine/store/store_fixture.h"

#include <boost/test/unit_test.hpp>

#include <set>

using namespace deskhand::engine;
using namespace deskhand::tests;

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

struct PlanFixture : StoreFixture {
    std::set<std::string, std::less<>> seen;

    void watch()
    {
        const auto note = [this](std::string_view sql) { seen.emplace(sql); };
        database.connection().before_read = note;
        database.connection().before_write = note;
    }

    // Steps of the plans that walk a table; "SCAN x USING COVERING INDEX y" walks an index.
    std::vector<std::string> walks()
    {
        auto& connection = database.connection();
        connection.before_read = connection.before_write = {};
        std::vector<std::string> found;
        for (const auto& sql : seen) {
            if (sql.starts_with("BEGIN") || sql.starts_with("COMMIT") || sql.starts_with("PRAGMA")) continue;
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

}

BOOST_AUTO_TEST_SUITE(store_query_plans)

BOOST_FIXTURE_TEST_CASE(no_list_of_tickets_walks_a_table, PlanFixture)
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
    BOOST_TEST(seen.size() > 15u);
    const auto found = walks();
    BOOST_TEST(found.empty(), shown(found));
}

BOOST_FIXTURE_TEST_CASE(neither_reading_nor_writing_a_decision_walks_a_table, PlanFixture)
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
    BOOST_TEST(seen.size() > 25u);
    const auto found = walks();
    BOOST_TEST(found.empty(), shown(found));
}

BOOST_FIXTURE_TEST_CASE(neither_queue_nor_journal_walks_a_table, PlanFixture)
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
    const auto found = walks();
    BOOST_TEST(found.empty(), shown(found));
}

BOOST_AUTO_TEST_SUITE_END()
