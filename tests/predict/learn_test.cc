// From a past to predictions: what a desk may expect of a model it trained.
#include "predict/learn.h"
#include "predict/model_bytes.h"
#include "tests/predict/desk.h"

#include <boost/test/unit_test.hpp>

#include <string>

namespace {

using namespace deskhand;
using predict::Example;
using predict::Model;

const predict::LearnOptions quick{.features = {.bucket_bits = 14}, .linear = {.visits = 20'000}};

Model trained(const std::vector<Example>& past) { return predict::learn(past, quick).value(); }

double sum(const std::vector<predict::Scored>& all)
{
    double total = 0;
    for (const auto& one : all) total += one.probability;
    return total;
}

}

BOOST_AUTO_TEST_SUITE(learning)

BOOST_AUTO_TEST_CASE(new_requests_go_to_the_queue_and_the_person_of_similar_ones)
{
    const auto model = trained(tests::desk(600));
    int right = 0;
    for (std::uint64_t i = 10'000; i < 10'100; ++i) {
        const auto request = tests::request(i);
        const auto guess = model.predict(question_of(request));
        right += guess.queues.front().label == request.queue && guess.assignees.front().label == request.assignee ? 1 : 0;
    }
    BOOST_TEST(right >= 98);
}

BOOST_AUTO_TEST_CASE(a_grown_desk_is_confident_where_words_are_clear_and_not_where_they_are_foreign)
{
    const auto model = trained(tests::desk(1500));
    const auto clear = model.predict({"printer jammed", "the printer is jammed again and smears the ink"});
    BOOST_TEST(clear.queue_is_confident);
    BOOST_TEST(clear.assignee_is_confident);
    const auto foreign = model.predict({"lunch", "what does the canteen serve tomorrow"});
    BOOST_TEST(!foreign.queue_is_confident);
    BOOST_TEST(!foreign.queues.empty());
}

BOOST_AUTO_TEST_CASE(queues_are_ranked_and_leave_room_for_the_unknown)
{
    const auto guess = trained(tests::desk(300)).predict({"", "vpn"});
    BOOST_TEST(guess.queues.size() == 4u);
    for (std::size_t i = 1; i < guess.queues.size(); ++i)
        BOOST_TEST(guess.queues[i - 1].probability >= guess.queues[i].probability);
    BOOST_TEST(sum(guess.queues) < 1.0);
}

BOOST_AUTO_TEST_CASE(the_reasons_are_the_telling_words)
{
    const auto guess = trained(tests::desk(600)).predict({"", "hello please the toner is here"});
    BOOST_REQUIRE(!guess.because.empty());
    BOOST_TEST(guess.because.size() <= predict::most_terms);
    BOOST_TEST(guess.because.front().term.find("toner") != std::string::npos);
    BOOST_TEST(guess.because.front().weight > 0);
}

BOOST_AUTO_TEST_CASE(three_examples_give_a_modest_guess)
{
    const std::vector<Example> past = {{.subject = "printer", .text = "paper jam", .queue = "printing"},
                                       {.subject = "vpn", .text = "no connection", .queue = "network"},
                                       {.subject = "wifi", .text = "no connection", .queue = "network"}};
    const auto guess = trained(past).predict({"vpn", "no connection"});
    BOOST_REQUIRE(!guess.queues.empty());
    BOOST_TEST(guess.queues.front().label == "network");
    BOOST_TEST(guess.queues.front().probability < 0.5);
    BOOST_TEST(!guess.queue_is_confident);
    BOOST_TEST(guess.assignees.empty());
}

BOOST_AUTO_TEST_CASE(a_desk_that_knows_one_queue_only_is_not_sure_of_it)
{
    const std::vector<Example> past(3, {.subject = "printer", .text = "paper jam", .queue = "printing"});
    const auto guess = trained(past).predict({"printer", "paper jam"});
    BOOST_TEST(guess.queues.front().probability < 0.5);
}

BOOST_AUTO_TEST_CASE(without_examples_nothing_is_predicted)
{
    const auto guess = trained({}).predict({"printer", "paper jam"});
    BOOST_TEST(guess.queues.empty());
    BOOST_TEST(guess.assignees.empty());
    BOOST_TEST(guess.answers.empty());
    BOOST_TEST(guess.because.empty());
}

BOOST_AUTO_TEST_CASE(examples_without_words_are_no_examples)
{
    BOOST_TEST(trained({{.queue = "printing"}, {.text = "...", .queue = "network"}}).predict({"", "x"}).queues.size() == 1u);
}

BOOST_AUTO_TEST_CASE(learning_twice_gives_the_same_octets)
{
    const auto past = tests::desk(300);
    BOOST_TEST((octets_of(trained(past).parts()) == octets_of(trained(past).parts())));
}

BOOST_AUTO_TEST_CASE(the_order_of_examples_with_different_times_does_not_matter)
{
    auto past = tests::desk(300);
    const auto forwards = octets_of(trained(past).parts());
    std::reverse(past.begin(), past.end());
    BOOST_TEST((octets_of(trained(past).parts()) == forwards));
}

BOOST_AUTO_TEST_CASE(a_stopped_training_gives_nothing)
{
    std::stop_source source;
    std::string last;
    const predict::Watch watch{.progress = [&](const predict::Progress& p) {
                                   last = p.stage;
                                   if (last == "queue: learning") source.request_stop();
                               },
                               .stop = source.get_token()};
    BOOST_TEST(!predict::learn(tests::desk(300), quick, watch).has_value());
    BOOST_TEST(last == "queue: learning");
}

BOOST_AUTO_TEST_CASE(progress_grows_from_stage_to_stage)
{
    std::vector<std::string> stages;
    double before = 0;
    bool grows = true;
    const predict::Watch watch{.progress = [&](const predict::Progress& p) {
                                   const bool fresh = stages.empty() || stages.back() != p.stage;
                                   if (fresh) stages.emplace_back(p.stage);
                                   grows = grows && (fresh || p.share >= before) && p.share <= 1;
                                   before = p.share;
                               },
                               .stop = {}};
    BOOST_TEST(predict::learn(tests::desk(50), quick, watch).has_value());
    BOOST_TEST(grows);
    BOOST_TEST(stages.front() == "reading");
    BOOST_TEST(stages.size() >= 5u);
}

BOOST_AUTO_TEST_CASE(the_summary_says_what_was_learnt_and_when)
{
    auto options = quick;
    options.now = std::chrono::sys_seconds{std::chrono::seconds{1'714'521'600}};
    const auto model = predict::learn(tests::desk(50), options).value();
    BOOST_TEST(model.summary() == "learnt from 50 examples on 2024-05-01 00:00:00 UTC: 4 queues, 4 people, 0 answers");
}

BOOST_AUTO_TEST_SUITE_END()
