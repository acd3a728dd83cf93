// How mailboxes fare, who looks after them and what they fetched, as the database remembers it.
#include "engine/store/mailboxes.h"
#include "tests/engine/core/sample_policy.h"
#include "tests/engine/store/store_fixture.h"

#include <boost/test/unit_test.hpp>

using namespace deskhand::engine;
using namespace deskhand::tests;
using namespace std::chrono_literals;

namespace {

struct MailboxesFixture : StoreFixture {
    Mailboxes mailboxes{database};
};

}

BOOST_FIXTURE_TEST_SUITE(mailboxes, MailboxesFixture)

BOOST_AUTO_TEST_CASE(what_is_recorded_is_read_back_and_replaced)
{
    MailboxHealth health{.name = "support", .state = MailboxState::parked, .since = noon, .succeeded = noon - 1h, .error = "no such user",
                         .failed = noon, .failures = 3, .retry = noon + 15min, .generation = "7", .listed = 12, .missing = 2,
                         .behind_since = noon - 2h, .compared = noon - 3h, .differences = {"mail 4 is missing"}};
    mailboxes.record(health);
    mailboxes.record_alarm("support", noon);
    health.state = MailboxState::resting;
    health.error.clear();
    mailboxes.record(health);
    mailboxes.record({.name = "abuse", .since = noon});

    const auto all = mailboxes.all(noon);
    BOOST_REQUIRE(all.size() == 2u);
    BOOST_TEST(all[0].name == "abuse");
    BOOST_TEST(!all[0].succeeded.has_value());
    const auto& read = all[1];
    BOOST_TEST((read.state == MailboxState::resting));
    BOOST_TEST(read.error == "");
    BOOST_TEST((read.since == noon && read.succeeded == noon - 1h && read.failed == noon && read.retry == noon + 15min));
    BOOST_TEST((read.behind_since == noon - 2h && read.compared == noon - 3h && read.alarmed == noon));
    BOOST_TEST(read.failures == 3);
    BOOST_TEST(read.generation == "7");
    BOOST_TEST(read.listed == 12);
    BOOST_TEST(read.missing == 2);
    BOOST_TEST(read.differences == std::vector<std::string>{"mail 4 is missing"});
}

BOOST_AUTO_TEST_CASE(a_lease_keeps_others_out_until_it_ends_or_is_given_back)
{
    BOOST_TEST(mailboxes.lease("support", "one", noon, noon + 5min));
    BOOST_TEST(!mailboxes.lease("support", "two", noon + 1min, noon + 6min));
    BOOST_TEST(mailboxes.lease("support", "one", noon + 1min, noon + 6min));
    BOOST_TEST((mailboxes.leased_until("support") == noon + 6min));
    BOOST_TEST(mailboxes.lease("abuse", "two", noon, noon + 5min));
    BOOST_TEST(mailboxes.lease("support", "two", noon + 6min, noon + 11min));

    mailboxes.release("support", "one"); // who does not hold it
    BOOST_TEST(!mailboxes.lease("support", "one", noon + 7min, noon + 12min));
    mailboxes.release("support", "two");
    BOOST_TEST(mailboxes.lease("support", "one", noon + 7min, noon + 12min));
    mailboxes.release_all();
    BOOST_TEST(!mailboxes.leased_until("support").has_value());
}

BOOST_AUTO_TEST_CASE(octets_are_added_up_by_days_of_utc)
{
    mailboxes.record({.name = "support", .since = noon});
    mailboxes.add_octets("support", noon, 1000);
    mailboxes.add_octets("support", noon + 11h, 500);
    mailboxes.add_octets("support", noon + 12h, 7);
    BOOST_TEST(mailboxes.octets_on_day("support", noon) == 1500u);
    BOOST_TEST(mailboxes.octets_on_day("support", noon + 13h) == 7u);
    BOOST_TEST(mailboxes.octets_on_day("abuse", noon) == 0u);
    BOOST_TEST(mailboxes.find("support", noon)->octets_today == 1500);
}

BOOST_AUTO_TEST_SUITE_END()
