#include "tests/rules/written_rules.h"

#include "rules/outcome.h"

#include <boost/test/unit_test.hpp>

#include <thread>

namespace deskhand::tests {
namespace {

using enum Operator;

std::vector<std::string> names(const std::vector<rules::Applied>& applied)
{
    std::vector<std::string> found;
    for (const auto& one : applied) found.push_back(one.rule);
    return found;
}

rules::Facts with_subject(std::string subject) { return {{"subject", std::move(subject)}}; }

BOOST_AUTO_TEST_SUITE(a_rule_set)

BOOST_AUTO_TEST_CASE(without_rules_matches_nothing)
{
    BOOST_TEST(rules::RuleSet{}.match(with_subject("x")).empty());
    BOOST_TEST(rules::RuleSet{}.rules().empty());
}

BOOST_AUTO_TEST_CASE(applies_matching_rules_in_order_up_to_a_stop)
{
    const auto made = compiled({
        rule("first", test("subject", contains, {"printer"}), {rules::AddTag{"one"}}),
        rule("other", test("subject", contains, {"vpn"}), {rules::AddTag{"no"}}),
        rule("second", test("subject", contains, {"jams"}), {rules::AddTag{"two"}, rules::Stop{}}),
        rule("third", all({}), {rules::AddTag{"three"}}),
    });
    const auto applied = made.rules.match(with_subject("printer jams"));
    BOOST_TEST(names(applied) == (std::vector<std::string>{"first", "second"}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(fills_captures_into_actions_and_later_rules)
{
    const auto made = compiled({
        rule("model", test("subject", matches, {R"(printer (?P<model>\w+))"}),
             {rules::SetField{"Device", "printer ${model}"}, rules::AddTag{"m-${MODEL}"}}),
        rule("old", all({test("field.model", equals, {"lj4"}),
                         test("field.device", equals, {"Printer LJ4"})}),
             {rules::Hold{"old ${device} from ${from}"}}),
    });
    BOOST_REQUIRE(made.mistakes.empty());
    auto facts = with_subject("Printer LJ4 jams");
    facts["from"] = "bob@example.com";
    const auto outcome = rules::outcome_of(made.rules.match(facts));
    BOOST_TEST(outcome.fields.at("device") == "printer LJ4");
    BOOST_TEST(outcome.tags.at(0) == "m-LJ4");
    BOOST_TEST(outcome.hold.value() == "old printer LJ4 from bob@example.com");
}

BOOST_AUTO_TEST_CASE(forgets_captures_of_rules_that_do_not_match)
{
    const auto made = compiled({
        rule("half", all({test("subject", matches, {"(?P<word>printer)"}),
                          test("subject", contains, {"vpn"})}), {rules::AddTag{"x"}}),
        rule("asks", test("field.word", present, {"yes"}), {rules::AddTag{"y"}}),
    });
    BOOST_TEST(made.rules.match(with_subject("printer")).empty());
}

BOOST_AUTO_TEST_CASE(takes_a_queue_from_the_mail_only_when_the_desk_has_it)
{
    const auto made = compiled({rule("q", test("subject", matches, {R"(for (?P<q>.+))"}),
                                     {rules::SetQueue{"${q}"}, rules::AddTag{"seen"}})});
    const auto known = made.rules.match(with_subject("for NETWORK"));
    BOOST_TEST(rules::outcome_of(known).queue.value() == "network");
    const auto unknown = made.rules.match(with_subject("for world domination"));
    BOOST_TEST(!rules::outcome_of(unknown).queue.has_value());
    BOOST_TEST(unknown.at(0).because.at(1) ==
               "queue ${q} left out: there is no queue \"world domination\"");
}

BOOST_AUTO_TEST_CASE(puts_mail_text_in_once_and_without_control_characters)
{
    const auto made = compiled({rule("t", test("subject", matches, {"(?s)(?P<all>.*)"}),
                                     {rules::SetField{"all", "<${all}>"}})});
    const auto applied = made.rules.match(with_subject("a\r\nBcc: ${all}\x7f"));
    BOOST_TEST(rules::outcome_of(applied).fields.at("all") == "<a  Bcc: ${all} >");
}

BOOST_AUTO_TEST_CASE(cuts_long_captures_between_characters)
{
    std::string many = "x"; // so that the limit falls into a character
    for (int i = 0; i < 3000; ++i) many += "ö";
    const auto made = compiled({rule("t", test("subject", matches, {"(?P<all>.*)"}),
                                     {rules::SetField{"all", "${all}"}})});
    const auto value = rules::outcome_of(made.rules.match(with_subject(many))).fields.at("all");
    BOOST_TEST(value.size() == 999u);
    BOOST_TEST(value == many.substr(0, 999));
}

BOOST_AUTO_TEST_CASE(answers_alike_from_several_threads)
{
    const auto made = compiled({rule("m", test("subject", matches, {R"((?P<n>\d+))"}),
                                     {rules::SetField{"n", "${n}"}})});
    constexpr int threads = 4, rounds = 300;
    std::vector<int> right(threads, 0);
    {
        std::vector<std::jthread> running;
        for (int t = 0; t < threads; ++t)
            running.emplace_back([set = made.rules, &right, t] {
                for (int i = 0; i < rounds; ++i) {
                    const auto text = std::to_string(t * rounds + i);
                    right[static_cast<std::size_t>(t)] +=
                        rules::outcome_of(set.match(with_subject("no " + text))).fields["n"] == text;
                }
            });
    }
    BOOST_TEST(right == std::vector<int>(threads, rounds), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(finds_an_address_among_thousands_in_a_list)
{
    std::vector<std::string> addresses;
    for (int i = 0; i < 20'000; ++i) addresses.push_back("user" + std::to_string(i) + "@example.com");
    const auto made = compiled({rule("l", test("from", in_list, addresses), {rules::AddTag{"vip"}})});
    const auto applied = made.rules.match({{"from", "USER19999@example.com"}});
    BOOST_REQUIRE_EQUAL(applied.size(), 1u);
    BOOST_TEST(applied[0].because.at(0) == "from is in a list of 20000: USER19999@example.com");
}

BOOST_AUTO_TEST_SUITE_END()

}
}
