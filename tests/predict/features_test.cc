// What a question is made of once it is hashed and weighed.
#include "predict/weighting.h"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>

namespace {

using namespace deskhand::predict;

std::vector<FeatureCount> features(std::string_view subject, std::string_view text)
{
    return features_of(words_of(Question{subject, text}), FeatureOptions{});
}

std::size_t count_in(const std::vector<FeatureCount>& all, Block block)
{
    return static_cast<std::size_t>(
        std::count_if(all.begin(), all.end(), [block](const FeatureCount& f) { return f.block == block; }));
}

std::set<std::uint32_t> buckets(const std::vector<FeatureCount>& all)
{
    std::set<std::uint32_t> found;
    for (const auto& feature : all) found.insert(feature.bucket);
    return found;
}

}

BOOST_AUTO_TEST_SUITE(features_of_text)

BOOST_AUTO_TEST_CASE(words_and_pairs_of_words_are_counted)
{
    BOOST_TEST(count_in(features("", "one two three"), Block::words) == 5u);
}

BOOST_AUTO_TEST_CASE(a_word_said_twice_is_one_feature_counted_twice)
{
    const auto all = features("", "down, down");
    const auto bucket = word_bucket("down", FeatureOptions{});
    const auto found = std::find_if(all.begin(), all.end(), [&](const FeatureCount& f) {
        return f.block == Block::words && f.bucket == bucket;
    });
    BOOST_REQUIRE((found != all.end()));
    BOOST_TEST(found->count == 2u);
}

BOOST_AUTO_TEST_CASE(runs_of_two_to_five_letters_stay_inside_a_word)
{
    // <ab>: <a ab b> <ab ab> <ab>
    BOOST_TEST(count_in(features("", "ab"), Block::letters) == 6u);
    BOOST_TEST(count_in(features("", "ab cd"), Block::letters) == 12u);
}

BOOST_AUTO_TEST_CASE(letters_are_code_points_not_octets)
{
    BOOST_TEST(count_in(features("", "äö"), Block::letters) == count_in(features("", "ab"), Block::letters));
}

BOOST_AUTO_TEST_CASE(the_subject_counts_with_the_text_and_once_more_by_itself)
{
    const auto in_subject = features("printer", "");
    const auto in_text = features("", "printer");
    BOOST_TEST(count_in(in_subject, Block::subject) == 1u);
    BOOST_TEST(count_in(in_text, Block::subject) == 0u);
    BOOST_TEST(count_in(in_subject, Block::words) == count_in(in_text, Block::words));
    const auto both = buckets(in_subject), text = buckets(in_text);
    BOOST_TEST(std::includes(both.begin(), both.end(), text.begin(), text.end()));
}

BOOST_AUTO_TEST_CASE(two_numbers_are_the_same_request)
{
    BOOST_TEST((buckets(features("", "ticket 123456 please")) == buckets(features("", "ticket 99887 please"))));
}

BOOST_AUTO_TEST_CASE(another_seed_gives_other_places)
{
    FeatureOptions other;
    other.seed += 1;
    BOOST_TEST(word_bucket("printer", FeatureOptions{}) != word_bucket("printer", other));
}

BOOST_AUTO_TEST_CASE(the_hash_of_a_word_never_changes)
{
    // A model file of an earlier build must find its features again.
    BOOST_TEST(word_bucket("printer", FeatureOptions{}) == 70656u);
    BOOST_TEST(pair_bucket("the", "printer", FeatureOptions{}) == 153999u);
}

BOOST_AUTO_TEST_CASE(every_block_has_length_one)
{
    const std::vector<std::vector<FeatureCount>> past = {features("printer", "the printer is jammed"), features("", "vpn down")};
    const auto vocabulary = vocabulary_of(past, FeatureOptions{});
    double squares[block_count] = {};
    for (const auto& feature : vocabulary.weigh(past[0]))
        squares[static_cast<std::size_t>(feature.block)] += std::pow(double{feature.weight}, 2);
    for (const double square : squares) BOOST_TEST(square == 1.0, boost::test_tools::tolerance(1e-5));
}

BOOST_AUTO_TEST_CASE(a_rare_word_weighs_more_than_a_usual_one)
{
    const std::vector<std::vector<FeatureCount>> past = {features("", "please toner"), features("", "please"),
                                                         features("", "please")};
    const auto vocabulary = vocabulary_of(past, FeatureOptions{});
    const auto rarity = [&](std::string_view word) { return vocabulary.rarity()[word_bucket(word, vocabulary.options())]; };
    BOOST_TEST(rarity("toner") > rarity("please"));
    BOOST_TEST(rarity("unheard") > rarity("toner"));
    BOOST_TEST(rarity("please") == 1.0f, boost::test_tools::tolerance(1e-6f));
}

BOOST_AUTO_TEST_CASE(a_question_without_words_has_no_features)
{
    const auto none = features("", "...");
    BOOST_TEST(none.empty());
    const std::vector<std::vector<FeatureCount>> past = {none};
    BOOST_TEST(vocabulary_of(past, FeatureOptions{}).weigh(none).empty());
}

BOOST_AUTO_TEST_SUITE_END()
