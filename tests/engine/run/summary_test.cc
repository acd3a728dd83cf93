#include "engine/run/summary.h"

#include "engine/run/inbox_view.h"
#include "engine/run/queue_view.h"
#include "tests/engine/core/sample_policy.h"
#include "tests/engine/store/store_fixture.h"
#include "tests/support/table.h"

using namespace deskhand;
using namespace deskhand::engine;
using namespace deskhand::tests;

BOOST_AUTO_TEST_SUITE(summary)

namespace {

struct ReasonRow {
    const char* name;
    std::vector<Reason> because;
    const char* main;
};
const ReasonRow reasons[] = {
    {"no reason, no text", {}, ""},
    {"a rule says more than the kind", {{"kind", "k"}, {"rule", "r"}}, "r"},
    {"a prediction says more than the fallback", {{"fallback", "f"}, {"prediction", "p"}}, "p"},
    {"a guard says more than a rule", {{"rule", "r"}, {"archive", "a"}}, "a"},
    {"the first rule counts", {{"rule", "one"}, {"rule", "two"}}, "one"},
    {"what is not ranked is better than nothing", {{"odd", "o"}}, "o"},
};
const bool reasons_listed = table(
    reasons, [](const ReasonRow& row) { BOOST_TEST(main_reason(row.because) == row.main); }, __FILE__, __LINE__);

struct Week : StoreFixture {
    Policy policy = sample_policy();

    Week()
    {
        std::vector<RawMail> mails{raw_mail("1", "one"), raw_mail("2", "two"), raw_mail("3", "three")};
        mails[2].quarantine_reason = "too large";
        const auto journaled = inbox.journal(mails);
        auto decision = opening(tickets.next_id());
        decision.outcome = "new ticket in helpdesk";
        decision.because = {{"kind", "from-person"}, {"rule", "rule \"printers\""}};
        decision.actions.push_back(a_send(decision.ticket, "ann@customer.example"));
        const MailSummary said{.from = "ann@customer.example", .subject = "Printer on fire", .kind = "person", .message_id = "m@x", .words = "help"};
        apply_decision(database, journaled[0].id, said, decision, start);
    }
    std::string text(Instant from, Instant to) { return summary_text(summary_between(database, policy, from, to)); }
};

}

BOOST_FIXTURE_TEST_CASE(it_tells_what_came_in_what_was_decided_and_why, Week)
{
    const auto told = text(start - std::chrono::hours{1}, start + std::chrono::hours{1});
    BOOST_TEST(told.find("Came in: 3 mail(s): 2 not read yet, 1 person") != std::string::npos, told);
    BOOST_TEST(told.find("new ticket in helpdesk  rule \"printers\"") != std::string::npos, told);
    BOOST_TEST(told.find("quarantined") != std::string::npos, told);
    BOOST_TEST(told.find("1  answer   ready") != std::string::npos, told);
    BOOST_TEST(told.find("Waits to be sent: 1 mail(s)") != std::string::npos, told);
    BOOST_TEST(told.find("1  helpdesk") != std::string::npos, told);
    BOOST_TEST(told.find("1 mail(s) wait to be decided") != std::string::npos, told);
    BOOST_TEST(told.find("too large") != std::string::npos, told);
    BOOST_TEST(told.find("deskhand quarantine list") != std::string::npos, told);
}

BOOST_FIXTURE_TEST_CASE(another_week_knows_nothing_of_it_but_what_still_waits, Week)
{
    const auto told = text(start + std::chrono::hours{1}, start + std::chrono::hours{2});
    BOOST_TEST(told.find("Came in: 0 mail(s)\n") != std::string::npos, told);
    BOOST_TEST(told.find("Went out: nothing") != std::string::npos, told);
    BOOST_TEST(told.find("too large") != std::string::npos, told);
}

BOOST_FIXTURE_TEST_CASE(programs_get_the_same_as_json, Week)
{
    const auto json = summary_json(summary_between(database, policy, start, start + std::chrono::hours{1}));
    BOOST_TEST(json.find(R"("came_in":{"not read yet":2,"person":1})") != std::string::npos, json);
    BOOST_TEST(json.find(R"("went_out":[{"purpose":"answer","state":"ready","mails":1}])") != std::string::npos, json);
    BOOST_TEST(json.find(R"("main_reason":"rule \"printers\"")") != std::string::npos, json);
}

BOOST_FIXTURE_TEST_CASE(an_outgoing_mail_is_listed_with_its_last_answer, Week)
{
    const auto rows = outbox.list({}, 10);
    BOOST_REQUIRE(rows.size() == 1u);
    const auto listed = queue_table(rows);
    BOOST_TEST(listed.find("ann@customer.example  -") != std::string::npos, listed);
    BOOST_TEST(queue_json(rows).find(R"("state":"ready","purpose":"answer")") != std::string::npos);
    BOOST_TEST(queue_table({}) == "No outgoing mail matches.\n");
}

BOOST_FIXTURE_TEST_CASE(an_outgoing_mail_is_shown_as_it_leaves, Week)
{
    const auto row = outbox.find(outbox.list({}, 1).front().id);
    BOOST_REQUIRE(row.has_value());
    BOOST_TEST(queue_text(*row).find("We are on it.") != std::string::npos, queue_text(*row));
    BOOST_TEST(queue_row_json(*row).find(R"("mail":{"format":1)") != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(quarantined_mail_says_why_it_waits, Week)
{
    const auto lines = inbox.list(InboxState::quarantined, 10);
    BOOST_TEST(quarantine_table(lines).find("too large") != std::string::npos);
    BOOST_TEST(inbox_json(lines).find(R"("state":"quarantined")") != std::string::npos);
    BOOST_REQUIRE(lines.size() == 1u);
    const QuarantinedMail mail{*inbox.find(lines.front().id), "too large", {}};
    BOOST_TEST(quarantined_text(mail).find("waits        too large") != std::string::npos);
    BOOST_TEST(quarantined_json(mail).find(R"("reason":"too large")") != std::string::npos);
    BOOST_TEST(quarantine_table({}) == "Nothing is quarantined.\n");
}

BOOST_AUTO_TEST_SUITE_END()
