#include "engine/core/ticket_timers.h"
#include "tests/engine/core/sample_policy.h"

#include <boost/test/unit_test.hpp>

using namespace deskhand;
using namespace deskhand::engine;
using namespace deskhand::tests;
using namespace std::chrono_literals;

namespace {
struct Fixture {
    Policy policy = sample_policy();
    Situation situation = fresh_situation();
    Fixture()
    {
        policy.settings.close_pending_after = 14 * 24h;
        situation.ticket = open_ticket(); // pending
    }
    Decision due() const { return decide_timer(TimerKind::close_pending, situation, policy, noon); }
};
}

BOOST_FIXTURE_TEST_SUITE(ticket_timers, Fixture)

BOOST_AUTO_TEST_CASE(a_ticket_that_begins_to_wait_gets_a_timer)
{
    const auto timer = timer_after(Status::open, *situation.ticket, policy.settings, noon);
    BOOST_REQUIRE(timer.has_value());
    BOOST_TEST((std::get<SetTimer>(*timer).due == noon + 14 * 24h));
}

BOOST_AUTO_TEST_CASE(a_ticket_that_waits_no_more_loses_its_timer)
{
    situation.ticket->status = Status::open;
    const auto timer = timer_after(Status::pending, *situation.ticket, policy.settings, noon);
    BOOST_REQUIRE(timer.has_value());
    BOOST_TEST(std::holds_alternative<CancelTimer>(*timer));
}

BOOST_AUTO_TEST_CASE(without_the_setting_nothing_is_ever_closed)
{
    policy.settings.close_pending_after.reset();
    BOOST_TEST(!timer_after(Status::open, *situation.ticket, policy.settings, noon).has_value());
}

BOOST_AUTO_TEST_CASE(a_due_timer_closes_the_ticket_and_tells_its_requester)
{
    const auto decision = due();
    BOOST_TEST((all_of<UpdateTicket>(decision).front().ticket.status == Status::closed));
    BOOST_TEST(mails_for(decision, Purpose::closing).size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_ticket_that_has_moved_on_is_left_alone)
{
    situation.ticket->status = Status::open;
    BOOST_TEST(due().actions.empty());
}

BOOST_AUTO_TEST_CASE(beyond_the_limits_it_is_closed_in_silence)
{
    situation.automatic.to_sender_last_day = policy.settings.limits.per_correspondent_per_day;
    const auto decision = due();
    BOOST_TEST(all_of<UpdateTicket>(decision).size() == 1u);
    BOOST_TEST(all_of<Send>(decision).empty());
}

BOOST_AUTO_TEST_SUITE_END()
