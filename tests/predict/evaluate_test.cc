// The numbers that say how good a model is.
#include "predict/evaluate.h"
#include "predict/learn.h"
#include "predict/look_back.h"
#include "tests/predict/desk.h"

#include <boost/test/unit_test.hpp>

namespace {

using namespace deskhand;
using predict::Judged;
namespace tt = boost::test_tools;

}

BOOST_AUTO_TEST_SUITE(evaluation)

BOOST_AUTO_TEST_CASE(bins_hold_what_was_said_and_what_came_true)
{
    const std::vector<Judged> judged = {{0.95, true}, {0.91, false}, {0.15, false}, {1.0, true}};
    const auto bins = predict::reliability_of(judged);
    BOOST_TEST(bins[9].count == 3u);
    BOOST_TEST(bins[9].mean_confidence == 2.86 / 3, tt::tolerance(1e-9));
    BOOST_TEST(bins[9].share_right == 2.0 / 3, tt::tolerance(1e-9));
    BOOST_TEST(bins[1].count == 1u);
    BOOST_TEST(bins[5].count == 0u);
}

BOOST_AUTO_TEST_CASE(the_calibration_error_is_the_mean_distance)
{
    const std::vector<Judged> honest = {{0.5, true}, {0.5, false}}, boasting = {{0.95, false}, {0.95, true}};
    BOOST_TEST(calibration_error(predict::reliability_of(honest)) == 0.0);
    BOOST_TEST(calibration_error(predict::reliability_of(boasting)) == 0.45, tt::tolerance(1e-9));
    BOOST_TEST(calibration_error(predict::reliability_of({})) == 0.0);
}

BOOST_AUTO_TEST_CASE(coverage_takes_the_most_confident_as_far_as_the_error_allows)
{
    const std::vector<Judged> judged = {{0.9, true}, {0.8, true}, {0.7, false}, {0.6, true}};
    BOOST_TEST(coverage_at_error(judged, 0.0).share == 0.5);
    BOOST_TEST(coverage_at_error(judged, 0.0).threshold == 0.8);
    BOOST_TEST(coverage_at_error(judged, 0.25).share == 1.0);
    BOOST_TEST(predict::coverage_at_error({}, 0.1).share == 0.0);
}

BOOST_AUTO_TEST_CASE(equal_confidences_are_taken_together_or_not_at_all)
{
    const std::vector<Judged> judged = {{0.9, true}, {0.9, false}};
    BOOST_TEST(coverage_at_error(judged, 0.1).share == 0.0);
}

BOOST_AUTO_TEST_CASE(a_model_is_judged_on_examples_it_has_not_seen)
{
    const auto model = predict::learn(tests::desk(800), {.features = {.bucket_bits = 14}, .linear = {.visits = 10'000}}).value();
    std::vector<predict::Example> later;
    for (std::uint64_t i = 5000; i < 5200; ++i) later.push_back(tests::request(i));
    later.push_back({.text = "nobody knows where this belongs"});
    const auto report = evaluate(model, later);
    BOOST_TEST(report.queues.count == 200u);
    BOOST_TEST(report.queues.top_1 > 0.97);
    BOOST_TEST(report.queues.top_3 >= report.queues.top_1);
    BOOST_TEST(report.queues.calibration_error < 0.05);
    BOOST_TEST(report.queues.at_5_percent.share > 0.95);
    BOOST_TEST(report.assignees.count == 200u);
    BOOST_TEST(report.answers.count == 0u);
}

BOOST_AUTO_TEST_CASE(a_model_that_knows_nothing_is_right_about_nothing)
{
    const auto report = evaluate(predict::learn({}).value(), tests::desk(5));
    BOOST_TEST(report.queues.count == 5u);
    BOOST_TEST(report.queues.top_1 == 0.0);
    BOOST_TEST(report.queues.taken == 0.0);
}

BOOST_AUTO_TEST_CASE(an_answer_agrees_when_it_says_nearly_the_same)
{
    std::vector<predict::Example> past;
    for (int i = 0; i < 40; ++i)
        past.push_back({.text = "the toner is empty", .answer = fmt::format("hello {}, fresh toner lies in room 12 on floor 3", i)});
    const auto report = evaluate(predict::learn(past).value(), past);
    BOOST_TEST(report.answers.count == 40u);
    BOOST_TEST(report.answers.agreed == report.answers.proposed);
}

BOOST_AUTO_TEST_CASE(a_past_is_judged_by_its_latest_part_without_the_copies_of_earlier_requests)
{
    auto past = tests::desk(400);
    for (int i = 0; i < 40; ++i) {
        past.push_back(past.front());
        past.back().answered_at = past[399].answered_at + std::chrono::hours{1};
    }
    const auto report = predict::look_back(past, 0.2, {.features = {.bucket_bits = 14}, .linear = {.visits = 5'000}}).value();
    BOOST_TEST(report.queues.count > 20u);
    BOOST_TEST(report.queues.count <= 48u);
    BOOST_TEST(report.queues.top_1 > 0.9);
}

BOOST_AUTO_TEST_SUITE_END()
