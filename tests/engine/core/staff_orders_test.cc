#include "engine/core/staff_orders.h"
#include "tests/engine/core/sample_policy.h"

#include <boost/test/unit_test.hpp>

using namespace deskhand;
using namespace deskhand::engine;
using namespace deskhand::tests;

namespace {
StaffOrders read(std::string_view text) { return read_staff_orders(text, "ann", sample_settings()); }

struct Fixture {
    Policy policy = sample_policy();
    Situation situation = fresh_situation();
    Fixture() { situation.ticket = open_ticket(); situation.ticket_message_ids = {"m1@client.example"}; }
    Decision carry(std::string_view text) { return carry_out(read(text), {situation, policy, noon, "i77"}); }
};
}

BOOST_AUTO_TEST_SUITE(staff_orders)

BOOST_AUTO_TEST_CASE(commands_stand_on_their_own_lines_at_the_top_or_the_bottom)
{
    const auto orders = read("#assign cleo\n#priority high\n\nHello Rita,\nplease restart it.\n\n#close\n");
    BOOST_TEST(orders.assignee.value() == "cleo");
    BOOST_TEST((orders.priority == Priority::high));
    BOOST_TEST((orders.status == Status::closed));
    BOOST_TEST(orders.words == "Hello Rita,\nplease restart it.\n");
    BOOST_TEST(orders.mistakes.empty());
}

BOOST_AUTO_TEST_CASE(a_number_sign_in_prose_is_no_command)
{
    const auto orders = read("See #1042 and #-sign.\n# heading\nas well\n");
    BOOST_TEST(orders.words == "See #1042 and #-sign.\n# heading\nas well\n");
    BOOST_TEST(orders.mistakes.empty());
}

BOOST_AUTO_TEST_CASE(a_misspelt_command_is_a_mistake_and_not_part_of_the_answer)
{
    const auto orders = read("#clos\nThanks\n");
    BOOST_REQUIRE_EQUAL(orders.mistakes.size(), 1u);
    BOOST_TEST(orders.mistakes.front().find("#clos is no command") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_unknown_person_is_named_with_those_there_are)
{
    const auto orders = read("#assign nobody\n");
    BOOST_REQUIRE_EQUAL(orders.mistakes.size(), 1u);
    BOOST_TEST(orders.mistakes.front().find("ann, bob, cleo") != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(words_go_to_the_requester_and_the_ticket_waits_for_an_answer, Fixture)
{
    const auto decision = carry("Please restart it.\n");
    const auto answers = mails_for(decision, Purpose::answer);
    BOOST_REQUIRE_EQUAL(answers.size(), 1u);
    BOOST_TEST(answers.front().recipient == "rita@client.example");
    BOOST_TEST(answers.front().draft.text.find("Please restart it.") != std::string::npos);
    BOOST_TEST(answers.front().draft.in_reply_to.front() == "m1@client.example");
    const auto updates = all_of<UpdateTicket>(decision);
    BOOST_REQUIRE_EQUAL(updates.size(), 1u);
    BOOST_TEST((updates.front().ticket.status == Status::pending));
    BOOST_TEST(updates.front().ticket.assignee == "ann");
}

BOOST_FIXTURE_TEST_CASE(a_persons_answer_is_not_marked_as_automatic, Fixture)
{
    BOOST_TEST(mails_for(carry("Hello\n"), Purpose::answer).front().draft.extra_headers.empty());
}

BOOST_FIXTURE_TEST_CASE(a_note_stays_in_the_house, Fixture)
{
    const auto decision = carry("#note\nShe always says that.\n");
    BOOST_TEST(all_of<Send>(decision).empty());
    BOOST_TEST((all_of<AddEvent>(decision).front().event.kind == EventKind::noted));
}

BOOST_FIXTURE_TEST_CASE(send_sends_the_proposed_answer, Fixture)
{
    situation.suggestion = "Hold the power button for ten seconds.";
    const auto answers = mails_for(carry("#send\n"), Purpose::answer);
    BOOST_REQUIRE_EQUAL(answers.size(), 1u);
    BOOST_TEST(answers.front().draft.text.find("power button") != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(closing_without_words_tells_the_requester_once, Fixture)
{
    const auto decision = carry("#close\n");
    BOOST_TEST(mails_for(decision, Purpose::closing).size() == 1u);
    BOOST_TEST(mails_for(decision, Purpose::answer).empty());
}

BOOST_FIXTURE_TEST_CASE(whoever_is_given_a_ticket_gets_a_notice_to_answer, Fixture)
{
    situation.last_words = "It smokes.";
    const auto notices = mails_for(carry("#assign cleo\n"), Purpose::notice);
    BOOST_REQUIRE_EQUAL(notices.size(), 1u);
    BOOST_TEST(notices.front().recipient == "cleo@desk.example");
    BOOST_TEST(notices.front().draft.text.find("It smokes.") != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(taking_a_ticket_oneself_needs_no_notice, Fixture)
{
    BOOST_TEST(mails_for(carry("#take\n"), Purpose::notice).empty());
}

BOOST_FIXTURE_TEST_CASE(orders_with_a_mistake_send_nothing_out_and_tell_the_person_who_gave_them, Fixture)
{
    const auto decision = carry("#clos\nYour password is hunter2\n");
    const auto sends = all_of<Send>(decision);
    BOOST_REQUIRE_EQUAL(sends.size(), 1u);
    BOOST_TEST(sends.front().recipient == "ann@desk.example");
    BOOST_TEST(all_of<UpdateTicket>(decision).empty());
}

BOOST_FIXTURE_TEST_CASE(a_merged_ticket_points_to_where_it_lives_on, Fixture)
{
    auto other = open_ticket();
    other.id = TicketId{1050};
    other.participants = {"sam@client.example"};
    const auto decision = merge_tickets(other, "ann", {situation, policy, noon, "c1"});
    const auto updates = all_of<UpdateTicket>(decision);
    BOOST_REQUIRE_EQUAL(updates.size(), 2u);
    BOOST_TEST((updates.front().ticket.merged_into == TicketId{1042}));
    BOOST_TEST(updates.back().ticket.participants.back() == "sam@client.example");
}

BOOST_AUTO_TEST_SUITE_END()
