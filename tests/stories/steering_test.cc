// What a person sets right by hand: mail in doubt, addresses given up.
#include "tests/stories/desk_view.h"
#include "tests/support/desk_program.h"

#include "engine/store/apply_decision.h"

#include <boost/test/unit_test.hpp>

using namespace deskhand;
using namespace deskhand::tests;

namespace {

bool holds(const std::string& text, std::string_view words) { return text.find(words) != std::string::npos; }

// A desk with a ticket: an acknowledgement and a notice wait to be sent.
struct OneTicket {
    TempDir mail;
    DeskFolder folder{{.mailboxes = {maildir_mailbox("inbox", mail.path() / "in")}, .outgoing = relay_into(mail.path() / "out")}};

    OneTicket()
    {
        make_maildir(mail.path() / "in");
        write_octets(mail.path() / "in" / "new" / "1", "From: rita@client.example\r\nTo: help@desk.example\r\nSubject: x\r\n\r\nHelp.\r\n");
        BOOST_TEST(run_command(folder, {"run", "--once"}).code == 0);
    }
    void reply() const { BOOST_TEST(run_command(folder, {"ticket", "reply", "1", "Coming."}).code == 0); }
};

}

BOOST_FIXTURE_TEST_SUITE(steering, OneTicket)

BOOST_AUTO_TEST_CASE(all_mail_in_doubt_is_released_at_once_and_what_a_person_held_is_not)
{
    for (int i = 0; i < 3; ++i) reply();
    {
        engine::Database database{folder.database()};
        engine::Outbox outbox{database};
        const auto rows = outbox.list(engine::OutboxState::ready, 3);
        BOOST_REQUIRE(rows.size() == 3u);
        BOOST_TEST(outbox.hold(rows[0].id));
        std::vector<engine::DeliveryRecord> in_doubt;
        for (const auto at : {1, 2})
            in_doubt.push_back({.id = rows[static_cast<std::size_t>(at)].id, .answer = "no answer", .verdict = engine::HoldUncertain{}, .uncertain = true, .suppress = {}});
        outbox.lease("a run", rows[0].due, 10);
        outbox.record(in_doubt, rows[0].due);
    }
    const auto released = run_command(folder, {"queue", "release", "--uncertain"});
    BOOST_TEST(released.code == 0, released.err);
    BOOST_TEST(holds(released.out, "2 mail(s) released and due now"), released.out);
    BOOST_TEST(holds(run_command(folder, {"queue", "list", "--state", "held", "--json"}).out, "\"uncertain\":false"));
    BOOST_TEST(holds(run_command(folder, {"queue", "release", "--uncertain"}).out, "No mail is held"));
}

BOOST_AUTO_TEST_CASE(an_address_given_up_is_listed_with_its_reason_and_lifted)
{
    BOOST_TEST(run_command(folder, {"person", "list", "--suppressed"}).out == "Nobody is suppressed.\n");
    {
        engine::Database database{folder.database()};
        engine::apply_decision(database, {.outcome = "given up", .actions = {engine::Suppress{"rita@client.example", "user unknown"}}, .because = {}, .ticket = {}},
                               engine::Instant{});
    }
    const auto listed = run_command(folder, {"person", "list", "--suppressed"});
    BOOST_TEST(holds(listed.out, "rita@client.example"), listed.out);
    BOOST_TEST(holds(listed.out, "user unknown"), listed.out);
    BOOST_TEST(holds(run_command(folder, {"person", "list", "--suppressed", "--json"}).out, "\"reason\":\"user unknown\""));

    const auto lifted = run_command(folder, {"person", "lift", "Rita@client.example"});
    BOOST_TEST(lifted.code == 0, lifted.err);
    BOOST_TEST(run_command(folder, {"person", "list", "--suppressed"}).out == "Nobody is suppressed.\n");
    BOOST_TEST(run_command(folder, {"person", "lift", "rita@client.example"}).code == 4);
}

BOOST_AUTO_TEST_SUITE_END()
