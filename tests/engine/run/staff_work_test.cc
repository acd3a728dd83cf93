#include "engine/run/staff_work.h"

#include "engine/run/ticket_view.h"
#include "tests/engine/core/sample_policy.h"
#include "tests/engine/store/store_fixture.h"
#include "tests/support/table.h"

using namespace deskhand;
using namespace deskhand::engine;
using namespace deskhand::tests;
using What = TicketCommand::What;

BOOST_AUTO_TEST_SUITE(staff_work)

namespace {

struct ActorRow {
    const char *name, *named, *user;
    std::vector<std::string> staff;
    const char* actor; // or the beginning of the refusal
};
const ActorRow actors[] = {
    {"the one named acts", "bob", "", {"ann", "bob"}, "bob"},
    {"case does not matter", "BOB", "", {"ann", "bob"}, "bob"},
    {"the only one acts without being named", "", "root", {"ann"}, "ann"},
    {"the account acts when it is staff", "", "bob", {"ann", "bob"}, "bob"},
    {"a stranger named is refused and the names are listed", "eve", "", {"ann", "bob"}, "nobody on the staff is called \"eve\"; there are: ann, bob"},
    {"an unknown account must say who acts", "", "root", {"ann", "bob"}, "say who acts with --as NAME; staff: ann, bob"},
    {"without staff nobody acts", "", "root", {}, "say who acts with --as NAME; staff: nobody is configured"},
};
const bool actors_listed = table(
    actors,
    [](const ActorRow& row) {
        config::Settings settings;
        for (const auto& name : row.staff) settings.staff.push_back({.name = name, .address = {}});
        const auto actor = acting_staff(settings, row.named, row.user);
        const auto* refused = std::get_if<NotDone>(&actor);
        BOOST_TEST((refused ? refused->why : std::get<std::string>(actor)) == row.actor);
    },
    __FILE__, __LINE__);

struct Desk : StoreFixture {
    Policy policy = sample_policy();
    TicketId first = open("ann@customer.example");

    TicketId open(const std::string& requester)
    {
        const auto id = tickets.next_id();
        apply_decision(database, opening(id, requester), start);
        return id;
    }
    std::variant<Decision, NotDone> work(What what, const std::string& text = {}, TicketId other = {})
    {
        TicketCommand command;
        command.what = what;
        command.ticket = first;
        command.other = other;
        command.text = text;
        command.who = "cleo";
        command.as = "ann";
        return work_on(database, policy, command, start + std::chrono::hours{1});
    }
    Ticket ticket() { return *tickets.find(first); }
};

}

BOOST_FIXTURE_TEST_CASE(a_reply_goes_to_the_requester_and_into_the_history, Desk)
{
    const auto done = work(What::reply, "Please restart it.\n");
    BOOST_REQUIRE(std::holds_alternative<Decision>(done));
    const auto queued = outbox.list({}, 10);
    BOOST_REQUIRE(queued.size() == 1u);
    BOOST_TEST(queued.front().recipient == "ann@customer.example");
    BOOST_TEST((ticket().status == Status::pending));
    BOOST_TEST(tickets.history(first).front().text.find("Please restart it.") != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(a_note_stays_in_the_house, Desk)
{
    BOOST_REQUIRE(std::holds_alternative<Decision>(work(What::note, "waits for a part")));
    BOOST_TEST(outbox.list({}, 10).empty());
    BOOST_TEST((tickets.history(first).front().kind == EventKind::noted));
}

BOOST_FIXTURE_TEST_CASE(an_empty_reply_is_refused, Desk)
{
    const auto done = work(What::reply, " \n");
    BOOST_REQUIRE(std::holds_alternative<NotDone>(done));
    BOOST_TEST((std::get<NotDone>(done).code == ExitCode::usage));
    BOOST_TEST(outbox.list({}, 10).empty());
}

BOOST_FIXTURE_TEST_CASE(closing_and_reopening_change_the_status, Desk)
{
    BOOST_REQUIRE(std::holds_alternative<Decision>(work(What::close)));
    BOOST_TEST((ticket().status == Status::closed));
    BOOST_REQUIRE(std::holds_alternative<Decision>(work(What::reopen)));
    BOOST_TEST((ticket().status == Status::open));
}

BOOST_FIXTURE_TEST_CASE(what_is_so_already_changes_nothing, Desk)
{
    work(What::close);
    const auto version = ticket().version;
    const auto again = work(What::close);
    BOOST_REQUIRE(std::holds_alternative<NotDone>(again));
    BOOST_TEST((std::get<NotDone>(again).code == ExitCode::done));
    BOOST_TEST(ticket().version == version);
}

BOOST_FIXTURE_TEST_CASE(assigning_names_a_staff_member, Desk)
{
    BOOST_REQUIRE(std::holds_alternative<Decision>(work(What::assign)));
    BOOST_TEST(ticket().assignee == "cleo");
}

BOOST_FIXTURE_TEST_CASE(a_merged_ticket_lives_on_in_the_other, Desk)
{
    const auto second = open("rita@customer.example");
    BOOST_REQUIRE(std::holds_alternative<Decision>(work(What::merge, {}, second)));
    BOOST_TEST((ticket().status == Status::merged));
    BOOST_TEST((tickets.find_current(first)->id == second));
    const auto again = work(What::merge, {}, second);
    BOOST_REQUIRE(std::holds_alternative<NotDone>(again));
    BOOST_TEST(std::get<NotDone>(again).why == "both are the same ticket already");
}

BOOST_FIXTURE_TEST_CASE(a_ticket_that_is_not_there_is_not_found, Desk)
{
    first = TicketId{999'999};
    const auto done = work(What::close);
    BOOST_REQUIRE(std::holds_alternative<NotDone>(done));
    BOOST_TEST((std::get<NotDone>(done).code == ExitCode::not_found));
}

BOOST_FIXTURE_TEST_CASE(a_ticket_is_shown_with_its_history, Desk)
{
    work(What::note, "one\ntwo");
    const TicketStory story{ticket(), tickets.history(first), "Try again."};
    const auto text = ticket_text(story);
    BOOST_TEST(text.find("note by ann\n         | one\n         | two\n") != std::string::npos, text);
    BOOST_TEST(text.find("Try again.") != std::string::npos, text);
    const auto json = ticket_json(story);
    BOOST_TEST(json.find(R"("history":[{)") != std::string::npos, json);
    BOOST_TEST(json.find(R"("kind":"note","actor":"ann","text":"one\ntwo)") != std::string::npos, json);
}

BOOST_FIXTURE_TEST_CASE(tickets_are_listed_in_columns, Desk)
{
    const auto text = ticket_table(tickets.list({}));
    BOOST_TEST(text.find("ann@customer.example  Printer on fire") != std::string::npos, text);
    BOOST_TEST(ticket_table({}) == "No tickets match.\n");
    BOOST_TEST(tickets_json({}) == R"({"tickets":[]})");
}

BOOST_AUTO_TEST_SUITE_END()
