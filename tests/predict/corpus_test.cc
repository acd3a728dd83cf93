// Which requests say nearly the same, and which are kept back.
#include "predict/corpus.h"
#include "tests/predict/desk.h"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <set>

namespace {

using namespace deskhand;
using predict::Example;
using predict::Question;

std::vector<std::uint32_t> groups_of(const std::vector<Question>& texts) { return predict::near_duplicate_groups(texts); }

std::vector<std::uint32_t> alone(std::size_t size)
{
    std::vector<std::uint32_t> groups(size);
    for (std::uint32_t i = 0; i < size; ++i) groups[i] = i;
    return groups;
}

}

BOOST_AUTO_TEST_SUITE(corpus)

BOOST_AUTO_TEST_CASE(copies_are_one_group_named_after_the_first)
{
    const auto groups = groups_of({{"", "the vpn is down"}, {"", "printer jam on floor two"}, {"", "The VPN is down!"}});
    BOOST_TEST(groups[0] == 0u);
    BOOST_TEST(groups[1] == 1u);
    BOOST_TEST(groups[2] == 0u);
}

BOOST_AUTO_TEST_CASE(alerts_that_differ_in_numbers_and_hosts_numbered_are_one_group)
{
    const auto groups = groups_of({{"PROBLEM web03", "disk usage 97% on /var of web03 since 12:01:55"},
                                   {"PROBLEM web11", "disk usage 91% on /var of web11 since 03:44:10"}});
    BOOST_TEST(groups[1] == 0u);
}

BOOST_AUTO_TEST_CASE(a_shared_signature_does_not_make_two_requests_one)
{
    const auto groups = groups_of({{"", "my laptop battery is swollen and hot. regards, accounting department"},
                                   {"", "outlook lost every calendar entry today. regards, accounting department"}});
    BOOST_TEST(groups[1] == 1u);
}

BOOST_AUTO_TEST_CASE(texts_without_words_are_one_group)
{
    const auto groups = groups_of({{"", ""}, {"", "..."}});
    BOOST_TEST(groups[1] == 0u);
}

BOOST_AUTO_TEST_CASE(the_latest_are_kept_back)
{
    auto past = tests::desk(100);
    std::reverse(past.begin(), past.end());
    const auto split = predict::split_by_time(past, alone(past.size()), 0.2);
    BOOST_TEST(split.training.size() == 80u);
    BOOST_TEST(split.calibration.size() == 20u);
    for (const auto i : split.calibration) BOOST_TEST(i < 20u);
}

BOOST_AUTO_TEST_CASE(a_later_copy_of_what_is_learnt_is_not_kept_back)
{
    auto past = tests::desk(100);
    auto groups = alone(past.size());
    groups[95] = 3;
    const auto split = predict::split_by_time(past, groups, 0.2);
    BOOST_TEST(split.calibration.size() == 19u);
    BOOST_TEST((std::find(split.calibration.begin(), split.calibration.end(), 95u) == split.calibration.end()));
}

BOOST_AUTO_TEST_CASE(copies_that_are_both_late_are_kept_back_together)
{
    auto past = tests::desk(100);
    auto groups = alone(past.size());
    groups[95] = 85;
    BOOST_TEST(predict::split_by_time(past, groups, 0.2).calibration.size() == 20u);
}

BOOST_AUTO_TEST_CASE(without_times_the_split_does_not_follow_the_order_of_the_file)
{
    auto past = tests::desk(200);
    for (auto& example : past) example.answered_at = {};
    const auto split = predict::split_by_time(past, alone(past.size()), 0.5);
    const auto early = std::count_if(split.calibration.begin(), split.calibration.end(), [](auto i) { return i < 100; });
    BOOST_TEST(early > 30);
    BOOST_TEST(early < 70);
}

BOOST_AUTO_TEST_CASE(one_example_is_learnt_from_and_none_kept_back)
{
    const auto split = predict::split_by_time(tests::desk(1), alone(1), 0.2);
    BOOST_TEST(split.training.size() == 1u);
    BOOST_TEST(split.calibration.empty());
}

BOOST_AUTO_TEST_SUITE_END()
