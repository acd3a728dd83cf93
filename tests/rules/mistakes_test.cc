#include "tests/rules/written_rules.h"
#include "tests/support/table.h"

#include "rules/condition_test.h"

namespace deskhand::tests {
namespace {

using enum Operator;
using rules::Action;

struct ConditionRow {
    const char* name;
    Condition condition;
    std::string what, remedy; // beginnings of both
};

Condition nested(int depth)
{
    Condition condition = test("kind", equals, {"person"});
    for (int i = 0; i < depth; ++i) condition = any({condition});
    return condition;
}

const ConditionRow bad_conditions[] = {
    {"an unknown fact", test("subjekt", equals, {"x"}), "there is no fact `subjekt`",
     "did you mean `subject`?"},
    {"a header without a name", test("header.", present, {"yes"}), "there is no fact `header.`",
     "known are: header.<name>, field.<name>"},
    {"an operator that does not fit", test("size", contains, {"1"}), "`contains` cannot be asked of `size`",
     "use one of: equals, in_list, present, above, below"},
    {"present of a yes_no fact", test("has_attachments", present, {"no"}),
     "`present` cannot be asked of `has_attachments`", "use one of: equals"},
    {"a domain of something without addresses", test("subject", in_domain, {"example.com"}),
     "`in_domain` cannot be asked of `subject`", "use one of"},
    {"hours of something that is no instant", test("size", is_during, {"default"}),
     "`is_during` cannot be asked of `size`", "use one of"},
    {"no operand", test("subject", contains, {}), "`contains` of `subject` has no value", "write"},
    {"an empty text to contain", test("subject", contains, {""}), "an empty text is contained", "write"},
    {"a back-reference", test("subject", matches, {R"((\w)\1)"}), R"(the pattern /(\w)\1/ cannot be used)",
     "correct it after"},
    {"a look-ahead", test("subject", matches, {"a(?=b)"}), "the pattern /a(?=b)/ cannot be used", "correct"},
    {"a bracket left open", test("subject", matches, {"(a"}), "the pattern /(a/ cannot be used: missing )",
     "correct"},
    {"a repetition too large", test("subject", matches, {"(a{1000}){1000}"}), "the pattern", "correct"},
    {"two groups of one name", test("subject", matches, {"(?P<n>a)(?P<n>b)"}), "two groups", "give each"},
    {"bytes that are no text in a pattern", test("subject", matches, {"\xff"}), "the pattern", "correct"},
    {"a pattern beyond the limit", test("subject", matches, {std::string(20'000, 'a')}),
     "the pattern has 20000 octets", "use at most 10000"},
    {"a size in words", test("size", above, {"much"}), "`above` of `size` cannot be `much`", "write a size"},
    {"two limits", test("size", above, {"1k", "2k"}), "`above` of `size` has several values", "write one"},
    {"a probability above one", test("answer_probability", above, {"80"}),
     "`above` of `answer_probability` cannot be `80`", "write a probability"},
    {"a yes_no fact that is maybe", test("has_attachments", equals, {"maybe"}), "`maybe` is neither",
     "write yes or no"},
    {"a kind that does not exist", test("kind", equals, {"automatik"}), "`kind` is never `automatik`",
     "did you mean `automatic`?"},
    {"a queue that does not exist", test("ticket_queue", equals, {"netwrok"}),
     "`ticket_queue` is never `netwrok`", "did you mean `network`?"},
    {"a person who does not exist", test("ticket_assignee", equals, {"zoe"}),
     "`ticket_assignee` is never `zoe`", "known are"},
    {"an address for a domain", test("from", in_domain, {"bob@example.com"}),
     "`bob@example.com` is not a domain", "write it like"},
    {"hours that do not exist", test("received_at", is_during, {"defualt"}),
     "there are no business hours named `defualt`", "did you mean `default`?"},
    {"conditions nested too deep", nested(rules::deepest_condition + 5), "conditions are nested deeper",
     "split"},
};

void check_condition(const ConditionRow& row)
{
    const auto made = compiled({rule("r", row.condition, {rules::SetQueue{"network"}})});
    BOOST_REQUIRE_GE(made.mistakes.size(), 1u);
    BOOST_TEST(made.mistakes.front().what.substr(0, row.what.size()) == row.what);
    BOOST_TEST(made.mistakes.front().remedy.substr(0, row.remedy.size()) == row.remedy);
    BOOST_TEST(made.rules.rules().empty());
}

struct ActionRow {
    const char* name;
    Action action;
    std::string what;
};

const ActionRow bad_actions[] = {
    {"an unknown queue", rules::SetQueue{"netwrok"}, "there is no queue `netwrok`"},
    {"an unknown person", rules::AssignTo{"anne"}, "there is no person `anne`"},
    {"an unknown priority", rules::SetPriority{"hihg"}, "there is no priority `hihg`"},
    {"an unknown status", rules::SetStatus{"done"}, "there is no status `done`"},
    {"an unknown template", rules::ReplyWith{"printer"}, "there is no template `printer`"},
    {"a notice to a stranger", rules::Notify{{"ann", "zoe"}}, "there is no person `zoe`"},
    {"a notice to nobody", rules::Notify{}, "`notify` names nobody"},
    {"a forward to no address", rules::ForwardTo{{"bob"}}, "`bob` is not an address"},
    {"a forward that smuggles a second line", rules::ForwardTo{{"a@b.c\r\nBcc: x@y.z"}},
     "`a@b.c\r\nBcc: x@y.z` is not an address"},
    {"a forward the mail decides", rules::ForwardTo{{"${from}"}}, "`forward` may not be decided"},
    {"a notice the mail decides", rules::Notify{{"${from_name}"}}, "`notify` may not be decided"},
    {"a template the mail decides", rules::ReplyWith{"${subject}"}, "`reply` may not be decided"},
    {"a status the mail decides", rules::SetStatus{"${text}"}, "`status` may not be decided"},
    {"an empty tag", rules::AddTag{" "}, "`tag` is empty"},
    {"an empty reason to hold", rules::Hold{""}, "`hold` is empty"},
    {"a field name with spaces", rules::SetField{"my field", "x"}, "`my field` is not a field name"},
    {"a capture nobody makes", rules::SetField{"model", "${modell}"}, "nothing fills ${modell}"},
};

void check_action(const ActionRow& row)
{
    const auto made = compiled({rule("r", test("subject", matches, {"(?P<model>x)"}), {row.action})});
    BOOST_REQUIRE_EQUAL(made.mistakes.size(), 1u);
    BOOST_TEST(made.mistakes.front().what.substr(0, row.what.size()) == row.what);
    BOOST_TEST(!made.mistakes.front().remedy.empty());
    BOOST_TEST(made.rules.rules().empty());
}

const Action to_network = rules::SetQueue{"network"};

BOOST_AUTO_TEST_SUITE(mistakes_in_rules)
const bool conditions_added = table(bad_conditions, check_condition, __FILE__, __LINE__);
const bool actions_added = table(bad_actions, check_action, __FILE__, __LINE__);

BOOST_AUTO_TEST_CASE(all_mistakes_of_all_rules_come_at_once)
{
    const auto made = compiled({
        rule("a", all({test("subjekt", equals, {"x"}), test("subject", matches, {"("})}),
             {rules::SetQueue{"nowhere"}, rules::AssignTo{"nobody"}}),
        rule("fine", test("subject", contains, {"x"}), {to_network}),
        rule("b", test("kind", equals, {"odd"}), {}),
    });
    BOOST_TEST(made.mistakes.size() == 6u);
    BOOST_REQUIRE_EQUAL(made.rules.rules().size(), 1u);
    BOOST_TEST(made.rules.rules().front().name == "fine");
}

BOOST_AUTO_TEST_CASE(a_name_used_twice_is_a_mistake_of_the_second)
{
    const auto made = compiled({rule("Printers", test("subject", contains, {"a"}), {to_network}),
                                rule("printers", test("subject", contains, {"b"}), {to_network})});
    BOOST_REQUIRE_EQUAL(made.mistakes.size(), 1u);
    BOOST_TEST(made.mistakes.front().what ==
               "there is another rule named `printers` at rules.yaml:2");
    BOOST_TEST(made.rules.rules().size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_rule_after_one_that_always_stops_is_unreachable)
{
    const auto made = compiled({rule("rest", any({test("kind", equals, {"list"}), all({})}),
                                     {to_network, rules::Stop{}}),
                                rule("late", test("subject", contains, {"x"}), {to_network})});
    BOOST_REQUIRE_EQUAL(made.mistakes.size(), 1u);
    BOOST_TEST(made.mistakes.front().what ==
               "no mail reaches rule `late`: rule `rest` before it always stops");
}

BOOST_AUTO_TEST_CASE(a_stop_with_a_condition_leaves_later_rules_reachable)
{
    const auto made = compiled({rule("some", test("kind", equals, {"list"}), {rules::Stop{}}),
                                rule("late", all({}), {to_network})});
    BOOST_TEST(made.mistakes.empty());
}

BOOST_AUTO_TEST_CASE(a_rule_that_can_never_match_is_a_mistake)
{
    const auto made = compiled({rule("never", none({all({})}), {to_network})});
    BOOST_REQUIRE_EQUAL(made.mistakes.size(), 1u);
    BOOST_TEST(made.mistakes.front().what == "rule `never` can never match");
}

BOOST_AUTO_TEST_CASE(a_mistake_knows_the_place_of_its_action)
{
    auto written = rule("r", all({}), {to_network, rules::SetQueue{"nowhere"}});
    written.then_where = {{"rules.yaml", 7, 9}, {"rules.yaml", 8, 9}};
    const auto made = compiled({written});
    BOOST_REQUIRE_EQUAL(made.mistakes.size(), 1u);
    BOOST_TEST(made.mistakes.front().where.line == 8);
}

BOOST_AUTO_TEST_CASE(a_field_an_earlier_rule_sets_may_be_filled_in)
{
    const auto made = compiled({rule("a", all({}), {rules::SetField{"site", "berlin"}}),
                                rule("b", all({}), {rules::AddTag{"${site}"}})});
    BOOST_TEST(made.mistakes.empty());
}

BOOST_AUTO_TEST_SUITE_END()

}
}
