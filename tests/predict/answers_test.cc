// Past answers: which are proposed, how probable they are said to be, and when one may go out by itself.
#include "predict/learn.h"
#include "predict/parts.h"
#include "tests/predict/desk.h"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>

namespace {

using namespace deskhand;
using predict::Example;
using predict::Model;

const predict::LearnOptions quick{.features = {.bucket_bits = 14}, .linear = {.visits = 2'000}};

Model trained(const std::vector<Example>& past) { return predict::learn(past, quick).value(); }

// A desk that always answers a trouble with the same words, but for the name and the ticket number.
std::vector<Example> steady_desk(std::size_t size)
{
    const std::vector<std::pair<std::string, std::string>> habits = {
        {"password is forgotten", "please open the self service page, choose forgotten password and follow the code"},
        {"printer is jammed", "open the rear cover of the printer, pull the sheet out slowly and close the cover again"},
        {"vpn drops the connection", "install the new vpn client from the software kiosk and restart your computer once"},
        {"mailbox is full", "move old mail into the archive folder, it does not count towards the size of the mailbox"},
    };
    const std::vector<std::string> lead = {"hello", "good morning", "dear colleagues", "since yesterday", "urgent"};
    const std::vector<std::string> words = {"my", "the", "our", "again the", "unfortunately the", "in the office the"};
    const std::vector<std::string> tails = {"can you help", "what shall i do", "please advise", "thanks", "room twelve"};
    std::vector<Example> past;
    predict::Dice dice{5};
    for (std::size_t i = 0; i < size; ++i) {
        const auto pick = [&](const auto& from) { return from[dice.below(from.size())]; };
        const auto [trouble, answer] = pick(habits);
        past.push_back({.subject = pick(lead),
                        .text = fmt::format("{} {} {} {}", pick(lead), pick(words), trouble, pick(tails)),
                        .answer = fmt::format("hello {}, {}. your ticket is {}", i, answer, 10'000 + i),
                        .source = fmt::format("ticket {}", i),
                        .answered_at = std::chrono::sys_seconds{std::chrono::seconds{static_cast<long>(i) * 60}}});
    }
    return past;
}

// Every answer is a different one.
std::vector<Example> moody_desk(std::size_t size)
{
    auto past = steady_desk(size);
    predict::Dice dice{6};
    for (auto& example : past) {
        example.answer.clear();
        for (int word = 0; word < 12; ++word)
            for (int letter = 0; letter < 6; ++letter)
                example.answer += static_cast<char>(letter == 0 ? ' ' : 'a' + static_cast<char>(dice.below(26)));
    }
    return past;
}

}

BOOST_AUTO_TEST_SUITE(answers)

BOOST_AUTO_TEST_CASE(the_answer_to_the_nearest_request_is_proposed_with_its_source)
{
    const auto guess = trained(steady_desk(200)).predict({"hello", "the vpn drops the connection what shall i do"});
    BOOST_REQUIRE(!guess.answers.empty());
    BOOST_TEST(guess.answers.size() <= predict::most_answers);
    BOOST_TEST(guess.answers.front().text.find("new vpn client") != std::string::npos);
    BOOST_TEST(guess.answers.front().source.substr(0, 7) == "ticket ");
    for (std::size_t i = 1; i < guess.answers.size(); ++i)
        BOOST_TEST(guess.answers[i - 1].probability >= guess.answers[i].probability);
}

BOOST_AUTO_TEST_CASE(answers_that_differ_in_names_and_numbers_only_are_one_and_the_latest_is_kept)
{
    const auto model = trained(steady_desk(200));
    const auto& replies = model.parts().answers.replies;
    BOOST_TEST(replies.size() == 4u);
    std::uint32_t uses = 0;
    bool latest = false;
    for (const auto& reply : replies) {
        uses += reply.uses;
        latest = latest || reply.source == "ticket 199";
    }
    BOOST_TEST(uses == 200u);
    BOOST_TEST(latest);
}

BOOST_AUTO_TEST_CASE(a_steady_desk_is_believed_and_a_moody_one_is_not)
{
    const auto steady = trained(steady_desk(400)).predict({"", "the printer is jammed please advise"});
    const auto moody = trained(moody_desk(400)).predict({"", "the printer is jammed please advise"});
    BOOST_TEST(steady.answers.front().probability > 0.8);
    BOOST_TEST(moody.answers.front().probability < 0.1);
    BOOST_TEST(!moody.answer_is_certain);
}

BOOST_AUTO_TEST_CASE(copies_of_earlier_requests_are_no_evidence_for_sending_by_itself)
{
    // All requests of this desk are near copies of its first ones: they prove nothing about new ones.
    const auto guess = trained(steady_desk(400)).predict({"", "the printer is jammed please advise"});
    BOOST_TEST(!guess.answer_is_certain);
}

BOOST_AUTO_TEST_CASE(an_answer_is_certain_after_enough_different_requests_had_it)
{
    const std::vector<std::pair<std::string, std::string>> habits = {
        {"password forgotten login", "use the self service page to choose a new password"},
        {"printer paper jammed", "open the rear cover and pull the sheet out"},
        {"vpn connection drops", "install the new client from the kiosk and restart"},
        {"mailbox quota exceeded", "move old mail into the archive folder"}};
    std::vector<Example> past;
    predict::Dice dice{8};
    for (int i = 0; i < 2400; ++i) {
        const auto& [trouble, reply] = habits[dice.below(habits.size())];
        std::string text = trouble; // and nothing else in common
        for (int word = 0; word < 8; ++word) {
            text += ' ';
            for (int letter = 0; letter < 5; ++letter) text += static_cast<char>('a' + static_cast<char>(dice.below(26)));
        }
        past.push_back({.text = text, .answer = reply, .answered_at = std::chrono::sys_seconds{std::chrono::seconds{i}}});
    }
    const auto guess = trained(past).predict({"", "password forgotten login so sorry about that one"});
    BOOST_TEST(guess.answers.front().text.find("self service") != std::string::npos);
    BOOST_TEST(guess.answers.front().probability > 0.9);
    BOOST_TEST(guess.answer_is_certain);
}

BOOST_AUTO_TEST_CASE(three_answered_requests_give_a_modest_proposal)
{
    const auto past = steady_desk(3);
    const auto guess = trained(past).predict({past[0].subject, past[0].text});
    BOOST_REQUIRE(!guess.answers.empty());
    BOOST_TEST(guess.answers.front().probability < 0.5);
    BOOST_TEST(!guess.answer_is_certain);
}

BOOST_AUTO_TEST_CASE(a_past_without_queues_gives_answers_only)
{
    const auto guess = trained(steady_desk(50)).predict({"", "my mailbox is full"});
    BOOST_TEST(guess.queues.empty());
    BOOST_TEST(guess.assignees.empty());
    BOOST_TEST(guess.because.empty());
    BOOST_TEST(!guess.queue_is_confident);
    BOOST_TEST(!guess.answers.empty());
}

BOOST_AUTO_TEST_CASE(a_question_that_shares_no_word_with_the_past_gets_no_answer)
{
    BOOST_TEST(trained(steady_desk(50)).predict({"", "zebra crossing"}).answers.empty());
}

BOOST_AUTO_TEST_CASE(answers_without_words_are_none)
{
    BOOST_TEST(trained({{.text = "printer", .answer = " ...\n"}}).predict({"", "printer"}).answers.empty());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(reply_index)

BOOST_AUTO_TEST_CASE(an_identical_request_has_similarity_one_and_only_the_past_is_searched)
{
    const auto vocabulary = [] {
        std::vector<std::vector<predict::FeatureCount>> texts;
        for (const auto* text : {"alpha beta", "gamma delta", "alpha beta"})
            texts.push_back(features_of(predict::words_of(predict::Question{"", text}), {}));
        return vocabulary_of(texts, {});
    }();
    const auto features = [&](std::string_view text) {
        return vocabulary.weigh(features_of(predict::words_of(predict::Question{"", text}), vocabulary.options()));
    };
    const std::vector<predict::AnsweredRequest> requests = {{features("alpha beta"), 0}, {features("gamma delta"), 1}, {features("alpha beta"), 2}};
    const auto index = indexed(requests, std::vector<predict::Reply>(3), vocabulary.rarity().size());
    const auto at_two = index.nearest(features("alpha beta"), 2);
    BOOST_REQUIRE(at_two.size() == 1u);
    BOOST_TEST(at_two.front().reply == 0u);
    BOOST_TEST(at_two.front().similarity == 1.0, boost::test_tools::tolerance(1e-5));
    BOOST_TEST(index.nearest(features("alpha beta"), 3).size() == 2u);
    BOOST_TEST(index.nearest(features("alpha beta"), 0).empty());
}

BOOST_AUTO_TEST_CASE(without_outcomes_the_weights_are_the_prior)
{
    const predict::Signals prior{-4, 3, 1};
    BOOST_TEST((predict::fitted_weights({}, prior, 2) == prior));
    BOOST_TEST(predict::probability_of(prior, {1, 1, 1}) == 0.5);
}

BOOST_AUTO_TEST_CASE(weights_follow_the_outcomes_and_never_punish_similarity)
{
    std::vector<predict::Outcome> outcomes;
    for (int i = 0; i < 1000; ++i) {
        const double similarity = i / 1000.0;
        outcomes.push_back({{1, similarity, 0.5}, similarity > 0.5});
    }
    const auto weights = predict::fitted_weights(outcomes, {-4, 3, 1}, 2);
    BOOST_TEST(predict::probability_of(weights, {1, 0.9, 0.5}) > 0.9);
    BOOST_TEST(predict::probability_of(weights, {1, 0.1, 0.5}) < 0.1);
    for (auto& outcome : outcomes) outcome.agreed = !outcome.agreed;
    BOOST_TEST(predict::fitted_weights(outcomes, {-4, 3, 1}, 2)[1] == 0.0);
}

BOOST_AUTO_TEST_SUITE_END()
