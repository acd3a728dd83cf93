// How a collector comes and goes by the clock: resting, failing, pausing, asking again.
#include "engine/run/collector.h"
#include "mail/protocol/throttled.h"
#include "tests/engine/core/sample_policy.h"
#include "tests/engine/store/store_fixture.h"

#include <boost/test/unit_test.hpp>

#include <algorithm>

using namespace deskhand;
using namespace deskhand::engine;
using namespace deskhand::tests;
using namespace std::chrono_literals;
using Strings = std::vector<std::string>;

namespace {

struct SetClock final : Clock {
    Instant time = noon;
    Instant now() const override { return time; }
    void wait_until(Instant until, std::stop_token) override { time = until; }
    void wake() override {}
};

// A server in a few words, and what was asked of it.
struct Server {
    std::vector<int> mails;
    std::set<int> unobtainable;
    std::function<void()> on_open = [] {}, on_listed = [] {};
    bool announces = false;
    std::optional<std::chrono::steady_clock::time_point> session_end;
    int opened = 0;
    Strings asked; // in order
};

class ScriptedMailbox final : public mail::Mailbox {
public:
    explicit ScriptedMailbox(Server& server) : server_{server} {}
    void open() override
    {
        if (std::exchange(open_, true)) return;
        ++server_.opened;
        server_.on_open();
    }
    mail::Listing list() override
    {
        server_.asked.push_back("list");
        auto now = listing(0);
        server_.on_listed();
        return now;
    }
    mail::Listing list_newer(const std::string& uid) override
    {
        server_.asked.push_back("newer " + uid);
        return listing(uid.empty() ? 0 : std::stoi(uid));
    }
    void fetch(std::span<const std::string> uids, const std::function<void(mail::FetchedMail)>& take) override
    {
        for (const auto& uid : uids) {
            server_.asked.push_back("fetch " + uid);
            if (!server_.unobtainable.contains(std::stoi(uid)))
                take({.uid = uid, .remote_id = {}, .internal_date = {}, .bytes = "Subject: " + uid + "\r\n\r\n"});
        }
    }
    void dispose(std::span<const std::string> uids) override
    {
        for (const auto& uid : uids) std::erase(server_.mails, std::stoi(uid));
    }
    mail::Rest rest(std::chrono::milliseconds most) override { return {.descriptor = 5, .most = most}; }
    std::optional<mail::Arrival> stir() override
    {
        return std::exchange(server_.announces, false) ? mail::Arrival::something : mail::Arrival::nothing;
    }
    std::optional<std::chrono::steady_clock::time_point> session_end() const override { return server_.session_end; }
    void close() noexcept override { open_ = false; }

private:
    mail::Listing listing(int above) const
    {
        mail::Listing listing{.generation = "7", .mails = {}};
        for (const int mail : server_.mails)
            if (mail > above) listing.mails.push_back({.uid = std::to_string(mail), .size = 0});
        return listing;
    }
    Server& server_;
    bool open_ = false;
};

struct TurnsFixture : StoreFixture {
    Server server;
    SetClock clock;
    SharedDatabase journal{Database{file}};
    mail::MailboxSettings settings{.name = "support", .where = mail::ImapSettings{.disposal = mail::Disposal::keep}};
    std::optional<Collector> collector;

    Collector::Next turn()
    {
        if (!collector) collector.emplace(settings, std::make_unique<ScriptedMailbox>(server), journal, clock);
        return collector->turn({});
    }
    Strings asked() { return std::exchange(server.asked, {}); }
    MailboxHealth health() { return *Mailboxes{database}.find("support", clock.now()); }
    bool is(MailboxState state) { return health().state == state; }
};

}

BOOST_FIXTURE_TEST_SUITE(collector_turns, TurnsFixture)

BOOST_AUTO_TEST_CASE(a_mailbox_rests_and_is_asked_for_what_is_new_when_mail_is_announced)
{
    server.mails = {3, 4};
    auto next = turn();
    BOOST_TEST(next.descriptor == 5);
    BOOST_TEST((next.due == noon + 60s));
    BOOST_TEST(asked() == (Strings{"list", "fetch 3", "fetch 4", "list"})); // and compared, the first time in a day
    BOOST_TEST(is(MailboxState::resting));

    server.mails.push_back(9);
    server.announces = true;
    turn();
    BOOST_TEST(asked() == (Strings{"newer 4", "fetch 9"}));

    clock.time += 60s; // nothing was announced
    turn();
    BOOST_TEST(asked() == Strings{});
    BOOST_TEST(inbox.count(InboxState::waiting) == 3);
}

BOOST_AUTO_TEST_CASE(everything_is_listed_every_hour_and_after_every_new_session)
{
    server.mails = {3};
    turn();
    asked();
    clock.time += 1h;
    turn();
    BOOST_TEST(asked() == Strings{"list"});

    server.on_open = [] { throw mail::StreamError{mail::StreamError::Cause::closed, "gone"}; };
    collector->end();
    turn();
    BOOST_TEST(is(MailboxState::backing_off));
    server.on_open = [] {};
    turn();
    BOOST_TEST(asked() == Strings{"list"});
}

BOOST_AUTO_TEST_CASE(a_mail_the_server_does_not_hand_out_is_asked_for_less_and_less_often)
{
    server.mails = {3, 4};
    server.unobtainable = {3};
    turn();
    BOOST_TEST(health().missing == 1);
    BOOST_TEST((health().behind_since == noon));
    int attempts = 1;
    for (const auto end = noon + 3h; clock.time < end;) {
        clock.time = std::max(turn().due, clock.time + 1s);
        const auto all = asked();
        attempts += static_cast<int>(std::count(all.begin(), all.end(), "fetch 3"));
    }
    BOOST_TEST(attempts >= 7);  // after 1, 2, 4, 8, 16, 32, 60, 60 minutes
    BOOST_TEST(attempts <= 10);
    server.unobtainable = {};
    clock.time += 1h;
    turn();
    BOOST_TEST(health().missing == 0);
    BOOST_TEST(!health().behind_since.has_value());
    BOOST_TEST(inbox.count(InboxState::waiting) == 2);
}

BOOST_AUTO_TEST_CASE(nothing_is_sent_while_a_server_asks_for_a_pause)
{
    server.on_open = [] {
        throw mail::Throttled{92'415ms, "the server asks for a pause"};
    };
    const auto next = turn();
    BOOST_TEST((next.due == noon + 92'415ms));
    BOOST_TEST(next.descriptor == -1);
    BOOST_TEST(server.opened == 1);
    BOOST_TEST(is(MailboxState::throttled));
    BOOST_TEST(health().error == "the server asks for a pause");
}

BOOST_AUTO_TEST_CASE(a_refused_login_is_tried_four_times_an_hour)
{
    server.on_open = [] {
        throw mail::LoginRefused{"wrong password"};
    };
    for (const auto end = noon + 1h; clock.time < end;) clock.time = turn().due;
    BOOST_TEST(server.opened == 4);
    BOOST_TEST(is(MailboxState::parked));
    BOOST_TEST(health().failures == 4);
}

BOOST_AUTO_TEST_CASE(the_octets_of_a_day_are_not_exceeded_by_more_than_a_group)
{
    settings.daily_octets = 1'000;
    for (int i = 1; i <= 200; ++i) server.mails.push_back(i);
    const auto next = turn();
    BOOST_TEST(inbox.count(InboxState::waiting) == 100);
    BOOST_TEST((next.due == noon + 12h));
    BOOST_TEST(is(MailboxState::throttled));
    clock.time = next.due;
    turn();
    BOOST_TEST(inbox.count(InboxState::waiting) == 200);
}

BOOST_AUTO_TEST_CASE(mail_that_comes_while_server_and_journal_are_compared_gets_a_round_at_once)
{
    server.on_listed = [&] { server.mails = {3}; }; // announced to the second listing, and never again
    const auto next = turn();
    BOOST_TEST((next.due == noon));
    server.on_listed = [] {};
    turn();
    BOOST_TEST(inbox.count(InboxState::waiting) == 1);
}

BOOST_AUTO_TEST_CASE(a_session_whose_token_ends_is_renewed_without_an_error)
{
    server.session_end = std::chrono::steady_clock::now() + 20s;
    const auto next = turn();
    BOOST_TEST((next.due <= noon + 20s));
    BOOST_TEST((next.due > noon + 10s));
    server.session_end = std::chrono::steady_clock::now();
    turn();
    BOOST_TEST(server.opened == 2);
    BOOST_TEST(health().failures == 0);
    BOOST_TEST(health().error == "");
}

BOOST_AUTO_TEST_CASE(server_and_journal_are_compared_once_a_day)
{
    settings.where = mail::ImapSettings{.disposal = mail::Disposal::remove};
    server.mails = {3, 4};
    turn();
    BOOST_TEST(health().differences == Strings{});
    server.mails.push_back(3); // somebody put it back
    clock.time += 25h;
    collector->end();
    turn();
    BOOST_TEST(health().differences == Strings{"mail 3 was put away and is in the folder again"});
}

BOOST_AUTO_TEST_SUITE_END()
