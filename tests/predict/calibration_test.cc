// Probabilities that mean what they say, and the thresholds that are promised on them.
#include "predict/calibration.h"
#include "predict/certificate.h"
#include "predict/hashing.h"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace {

using namespace deskhand::predict;
namespace tt = boost::test_tools;

double unit(Dice& dice) { return static_cast<double>(dice.below(1u << 30)) / static_cast<double>(1u << 30); }

// Labels drawn from softmax(scores); what is shown are the scores times `boast`.
std::vector<ScoredExample> boasting(std::size_t count, double boast)
{
    Dice dice{99};
    std::vector<ScoredExample> all;
    for (std::size_t i = 0; i < count; ++i) {
        std::vector<double> scores(5);
        for (auto& score : scores) score = 6 * unit(dice) - 3;
        const auto shares = probabilities_of(scores, {});
        double left = unit(dice);
        std::uint32_t label = 0;
        while (label + 1 < shares.size() && left > shares[label]) left -= shares[label++];
        for (auto& score : scores) score *= boast;
        all.push_back({scores, label});
    }
    return all;
}

// Confidence c in (0, 1), right with probability c.
std::vector<Judged> honest(std::size_t count, std::uint64_t seed)
{
    Dice dice{seed};
    std::vector<Judged> all;
    for (std::size_t i = 0; i < count; ++i) {
        const double confidence = std::pow(unit(dice), 1.0 / 8); // density 8 c^7
        all.push_back({confidence, unit(dice) < confidence});
    }
    return all;
}

}

BOOST_AUTO_TEST_SUITE(calibration)

BOOST_AUTO_TEST_CASE(the_temperature_takes_back_what_the_scores_boast)
{
    BOOST_TEST(fitted_temperature(boasting(4000, 3)) == 3.0, tt::tolerance(0.1));
    BOOST_TEST(fitted_temperature(boasting(4000, 0.25)) == 0.25, tt::tolerance(0.1));
}

BOOST_AUTO_TEST_CASE(calibrated_probabilities_are_right_as_often_as_they_say)
{
    const auto examples = boasting(8000, 3);
    const Calibration calibration{.temperature = fitted_temperature(examples), .unseen = 0, .threshold = {}};
    double said = 0, right = 0;
    for (const auto& example : examples) {
        const auto shares = probabilities_of(example.scores, calibration);
        const auto best = std::max_element(shares.begin(), shares.end());
        said += *best;
        right += best - shares.begin() == static_cast<std::ptrdiff_t>(example.label) ? 1 : 0;
    }
    BOOST_TEST(said == right, tt::tolerance(0.02));
}

BOOST_AUTO_TEST_CASE(without_examples_the_temperature_is_one)
{
    BOOST_TEST(fitted_temperature({}) == 1.0, tt::tolerance(1e-5));
}

BOOST_AUTO_TEST_CASE(three_perfect_examples_do_not_make_a_desk_certain)
{
    const std::vector<ScoredExample> three(3, {{4.0, 0.0, 0.0}, 0});
    BOOST_TEST(fitted_temperature(three) > 0.25);
}

BOOST_AUTO_TEST_CASE(probabilities_leave_room_for_labels_never_seen)
{
    const auto shares = probabilities_of(std::vector<double>{1, 2, 3}, {.temperature = 2, .unseen = 0.25, .threshold = {}});
    BOOST_TEST(std::accumulate(shares.begin(), shares.end(), 0.0) == 0.75, tt::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(a_desk_with_few_examples_expects_the_unseen)
{
    const std::vector<std::size_t> three{3}, strangers{1, 1, 1}, grown{500, 300, 200};
    BOOST_TEST(unseen_share(three) == 5.0 / 8);
    BOOST_TEST(unseen_share(strangers) == 8.0 / 11);
    BOOST_TEST(unseen_share(grown) < 0.006);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(certificate)

BOOST_AUTO_TEST_CASE(the_chance_of_luck_is_the_binomial_tail)
{
    BOOST_TEST(chance_of_luck(0, 10, 0.5) == std::pow(0.5, 10), tt::tolerance(1e-9));
    BOOST_TEST(chance_of_luck(2, 4, 0.5) == 11.0 / 16, tt::tolerance(1e-9));
    BOOST_TEST(chance_of_luck(4, 4, 0.5) == 1.0);
    BOOST_TEST(chance_of_luck(0, 100'000, 0.05) >= 0.0);
}

BOOST_AUTO_TEST_CASE(without_evidence_nothing_is_certified)
{
    BOOST_TEST(!certified_threshold({}, {}).has_value());
    BOOST_TEST(!certified_threshold(std::vector<Judged>(20, {0.99, true}), {}).has_value());
}

BOOST_AUTO_TEST_CASE(hundreds_without_a_mistake_are_certified)
{
    const auto threshold = certified_threshold(std::vector<Judged>(400, {0.99, true}), {});
    BOOST_REQUIRE(threshold.has_value());
    BOOST_TEST(*threshold == 0.99);
}

BOOST_AUTO_TEST_CASE(always_wrong_is_never_certified)
{
    BOOST_TEST(!certified_threshold(std::vector<Judged>(5000, {0.99, false}), {}).has_value());
}

BOOST_AUTO_TEST_CASE(one_confident_mistake_at_the_top_does_not_cost_the_certificate)
{
    auto judged = honest(3000, 5);
    judged.push_back({1.0, false});
    BOOST_TEST(certified_threshold(judged, {}).has_value());
}

BOOST_AUTO_TEST_CASE(a_stricter_promise_has_a_higher_threshold)
{
    const auto judged = honest(5000, 6);
    const auto loose = certified_threshold(judged, {.error = 0.1}), strict = certified_threshold(judged, {.error = 0.05});
    BOOST_REQUIRE(loose.has_value());
    BOOST_REQUIRE(strict.has_value());
    BOOST_TEST(*loose < *strict);
}

BOOST_AUTO_TEST_CASE(the_promise_is_kept_in_nine_of_ten_desks)
{
    // Above t the mean confidence of `honest` is 8/9 (1 - t^9) / (1 - t^8): the true error is known.
    const Promise promise{.error = 0.05, .risk = 0.1};
    int broken = 0, certified = 0;
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        const auto threshold = certified_threshold(honest(1500, seed * 1000), promise);
        certified += threshold ? 1 : 0;
        const double t = std::min(threshold.value_or(0.999), 0.999);
        const double error = 1 - 8.0 / 9 * (1 - std::pow(t, 9)) / (1 - std::pow(t, 8));
        broken += error > promise.error ? 1 : 0;
    }
    BOOST_TEST(certified >= 150);
    BOOST_TEST(broken <= 20);
}

BOOST_AUTO_TEST_SUITE_END()
