// The postman's rounds: small groups, and a database that fails between sending and recording.
#include "engine/run/postman.h"
#include "tests/engine/core/sample_policy.h"
#include "tests/engine/run/stopped_clock.h"
#include "tests/engine/store/store_fixture.h"

#include <boost/test/unit_test.hpp>

using namespace deskhand;
using namespace deskhand::engine;
using namespace deskhand::tests;

namespace {

struct Journey {
    std::vector<std::size_t> groups;       // sizes, in order
    std::map<std::int64_t, int> deliveries; // by row
    bool record_fails = false;              // the next write after a delivery
};

class Carrier final : public mail::Courier {
public:
    Carrier(Journey& journey, bool fails) : journey_{journey}, fails_{fails} {}
    std::vector<mail::Outcome> deliver(std::span<const mail::Parcel> parcels,
                                       const std::function<void(std::span<const std::int64_t>)>& before_dots) override
    {
        std::vector<std::int64_t> ids;
        for (const auto& parcel : parcels) ids.push_back(parcel.id);
        before_dots(ids);
        journey_.groups.push_back(ids.size());
        std::vector<mail::Outcome> outcomes;
        for (const auto id : ids) {
            ++journey_.deliveries[id];
            outcomes.push_back({id, mail::Answered{{.code = 250, .status = "2.0.0", .lines = {"2.0.0 ok"}}}});
        }
        journey_.record_fails = std::exchange(fails_, false);
        return outcomes;
    }
    void close() noexcept override {}

private:
    Journey& journey_;
    bool fails_;
};

struct PostFixture : StoreFixture {
    Journey journey;
    StoppedClock clock;

    void queue_mails(int count)
    {
        auto decision = opening(TicketId{1});
        for (int i = 0; i < count; ++i) decision.actions.emplace_back(a_send(TicketId{1}, std::to_string(i) + "@customer.example"));
        apply_decision(database, decision, noon - std::chrono::minutes{1});
    }
    Postman postman(bool first_record_fails = false)
    {
        Database own{file};
        own.connection().before_write = [this](std::string_view) {
            if (std::exchange(journey.record_fails, false)) throw StoreError{"disk full"};
        };
        const PolicySource policy = [] { return std::make_shared<const Policy>(sample_policy()); };
        return {std::move(own), std::make_unique<Carrier>(journey, first_record_fails), policy, clock, "this run"};
    }
};

}

BOOST_AUTO_TEST_SUITE(postman)

BOOST_FIXTURE_TEST_CASE(few_mails_are_in_doubt_at_a_time, PostFixture)
{
    queue_mails(45);
    auto one = postman();
    while (one.step() > 0) BOOST_TEST(outbox.count(OutboxState::dotted) == 0);
    const std::vector<std::size_t> groups{20, 20, 5};
    BOOST_TEST(journey.groups == groups, boost::test_tools::per_element());
    BOOST_TEST(outbox.count(OutboxState::delivered) == 45);
}

BOOST_FIXTURE_TEST_CASE(answers_that_could_not_be_recorded_are_recorded_in_the_next_round, PostFixture)
{
    queue_mails(45);
    auto one = postman(true);
    BOOST_CHECK_THROW(one.step(), StoreError);
    BOOST_TEST(outbox.count(OutboxState::delivered) == 0);
    while (one.step() > 0) {}
    BOOST_TEST(outbox.count(OutboxState::delivered) == 45);
    BOOST_TEST(journey.deliveries.size() == 45u);
    for (const auto& [row, times] : journey.deliveries) BOOST_TEST(times == 1, row);
}

BOOST_AUTO_TEST_SUITE_END()
