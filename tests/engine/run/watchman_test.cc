// Whom the desk tells that mail does not come in, by which ways, and how often.
#include "engine/run/watchman.h"
#include "engine/store/outbox.h"
#include "tests/engine/core/sample_policy.h"
#include "tests/engine/run/stopped_clock.h"
#include "tests/engine/store/store_fixture.h"
#include "tests/support/table.h"
#include "tests/support/temp_dir.h"

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <sstream>

using namespace deskhand;
using namespace deskhand::engine;
using namespace deskhand::tests;
using namespace std::chrono_literals;

namespace {

struct MovedClock final : Clock {
    Instant time = noon;
    Instant now() const override { return time; }
    void wait_until(Instant, std::stop_token) override {}
    void wake() override {}
};

struct WatchmanFixture : StoreFixture {
    TempDir folder;
    MovedClock clock;
    Policy policy = sample_policy();
    Mailboxes mailboxes{database};

    WatchmanFixture()
    {
        policy.settings.mailboxes = {{.name = "support"}};
        policy.settings.limits.alarm = mail::Address{"", "boss@example.com"};
        const auto program = folder.path() / "page";
        std::ofstream{program} << "#!/bin/sh\ncat >> " << (folder.path() / "paged").string() << "\n";
        std::filesystem::permissions(program, std::filesystem::perms::owner_all);
        policy.settings.limits.alarm_program = program;
    }
    int look()
    {
        const auto shared = std::make_shared<const Policy>(policy);
        return Watchman{Database{file}, [shared] { return shared; }, clock}.step();
    }
    std::string paged() const
    {
        std::ostringstream all;
        all << std::ifstream{folder.path() / "paged"}.rdbuf();
        return all.str();
    }
    std::size_t letters() { return Outbox{database}.list(std::nullopt, 50).size(); }
};

}

BOOST_FIXTURE_TEST_SUITE(watchman, WatchmanFixture)

BOOST_AUTO_TEST_CASE(a_mailbox_needs_a_person_when_it_is_refused_or_late)
{
    struct Row { std::string name; std::optional<MailboxHealth> health; bool stalled; };
    const MailboxHealth well{.name = "support", .state = MailboxState::resting, .since = noon - 9h, .succeeded = noon - 1min};
    auto refused = well, late = well, stopped = well, throttled = well, never = well;
    refused.state = MailboxState::parked;
    late.succeeded = noon - 12min;
    stopped.state = MailboxState::stopped;
    stopped.succeeded = noon - 9h;
    throttled.state = MailboxState::throttled;
    never.succeeded = std::nullopt;
    const Row rows[] = {{"well", well, false},       {"refused", refused, true},       {"late", late, true}, {"stopped on purpose", stopped, false},
                        {"a short pause", throttled, false}, {"never since this morning", never, true}, {"not looked at yet", std::nullopt, false}};
    for (const auto& row : rows) BOOST_TEST(stalled(row.health, 60s, noon) == row.stalled, row.name);
}

BOOST_AUTO_TEST_CASE(an_outage_is_told_at_once_by_mail_and_program_and_again_after_four_hours)
{
    mailboxes.record({.name = "support", .state = MailboxState::parked, .since = noon, .succeeded = noon - 1h, .error = "no such user", .retry = noon + 15min});
    BOOST_TEST(look() == 1);
    BOOST_TEST(look() == 0);
    BOOST_TEST(letters() == 1u);
    BOOST_TEST(paged().find("no mail comes in through support") != std::string::npos);
    BOOST_TEST(paged().find("no such user") != std::string::npos);

    clock.time += 3h;
    mailboxes.record({.name = "support", .state = MailboxState::parked, .since = noon, .error = "no such user"});
    BOOST_TEST(look() == 0); // a new record of the mailbox forgets no alarm
    clock.time += 1h;
    BOOST_TEST(look() == 1);

    mailboxes.record({.name = "support", .state = MailboxState::resting, .since = clock.time, .succeeded = clock.time});
    BOOST_TEST(look() == 1);
    BOOST_TEST(paged().find("mail comes in through support again") != std::string::npos);
    BOOST_TEST(look() == 0);
    const auto rows = Outbox{database}.list(std::nullopt, 50);
    BOOST_TEST(rows.size() == 3u);
    BOOST_TEST(rows.front().recipient == "boss@example.com");
    BOOST_TEST((rows.front().purpose == Purpose::outage));
}

BOOST_AUTO_TEST_CASE(a_program_that_cannot_be_run_does_not_keep_the_mail_from_being_written)
{
    policy.settings.limits.alarm_program = "/nowhere/page";
    mailboxes.record({.name = "support", .state = MailboxState::parked, .since = noon, .error = "no such user"});
    BOOST_TEST(look() == 1);
    BOOST_TEST(letters() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
