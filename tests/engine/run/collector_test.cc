// The collector's rounds: what stands when a stop is asked for in the middle of one.
#include "engine/run/collector.h"
#include "tests/engine/core/sample_policy.h"
#include "tests/engine/run/stopped_clock.h"
#include "tests/engine/store/store_fixture.h"

#include <boost/test/unit_test.hpp>

using namespace deskhand;
using namespace deskhand::engine;
using namespace deskhand::tests;

namespace {

struct Seen {
    std::size_t disposed = 0;
    int closed = 0;
};

class FullMailbox final : public mail::Mailbox {
public:
    FullMailbox(int mails, Seen& seen) : mails_{mails}, seen_{seen} {}
    void open() override {}
    mail::Listing list() override
    {
        mail::Listing listing{.generation = "1", .mails = {}};
        for (int i = 0; i < mails_; ++i) listing.mails.push_back({.uid = std::to_string(i), .size = 0});
        return listing;
    }
    void fetch(std::span<const std::string> uids, const std::function<void(mail::FetchedMail)>& take) override
    {
        for (const auto& uid : uids) take({.uid = uid, .remote_id = {}, .internal_date = {}, .bytes = "Subject: " + uid + "\r\n\r\n"});
    }
    void dispose(std::span<const std::string> uids) override { seen_.disposed += uids.size(); }
    mail::Rest rest(std::chrono::milliseconds most) override { return {.descriptor = -1, .most = most}; }
    std::optional<mail::Arrival> stir() override { return mail::Arrival::nothing; }
    void close() noexcept override { ++seen_.closed; }

private:
    int mails_;
    Seen& seen_;
};

struct CollectorFixture : StoreFixture {
    Seen seen;
    StoppedClock clock;
    SharedDatabase journal{Database{file}};
    Collector collector{{.name = "support"}, std::make_unique<FullMailbox>(120, seen), journal, clock};
};

}

BOOST_FIXTURE_TEST_SUITE(collector, CollectorFixture)

BOOST_AUTO_TEST_CASE(a_stop_in_the_middle_of_a_round_keeps_what_is_journaled_and_leaves_the_rest)
{
    std::stop_source stop;
    stop.request_stop();
    const auto round = collector.step(stop.get_token());
    BOOST_TEST(round.fetched == 50);
    BOOST_TEST(round.fresh == 50);
    BOOST_TEST(inbox.count(InboxState::waiting) == 50);
    BOOST_TEST(seen.disposed == 0u);
    BOOST_TEST(seen.closed == 1);

    const auto rest = collector.step({});
    BOOST_TEST(rest.fresh == 70);
    BOOST_TEST(inbox.count(InboxState::waiting) == 120);
    BOOST_TEST(seen.disposed == 120u);
}

BOOST_AUTO_TEST_SUITE_END()
