#include "rules/outcome.h"

#include "tests/support/table.h"

namespace deskhand::tests {
namespace {

const rules::Rule asked{.name = "printers"};

const std::vector<rules::Applied> applied = {
    {"all mail", {}, {rules::SetQueue{"helpdesk"}, rules::AddTag{"new"}}, {"always"}},
    {"printers", {},
     {rules::SetQueue{"onsite"}, rules::AddTag{"printer"}, rules::AddTag{"new"},
      rules::SetField{"model", "LJ4"}, rules::Notify{{"ann", "ben"}}, rules::Hold{"odd"}, rules::Stop{}},
     {"subject contains \"printer\""}},
};

struct Row {
    const char* name;
    std::map<std::string, std::string> expected;
    std::vector<std::string> wrong; // parts of the mistakes
};

const Row rows[] = {
    {"nothing expected but the match", {}, {}},
    {"the last queue counts", {{"queue", "onsite"}}, {}},
    {"another queue is a mistake", {{"queue", "helpdesk"}}, {"expected queue helpdesk, got onsite"}},
    {"tags add up in any order", {{"tag", "printer, new"}}, {}},
    {"a missing tag is a mistake", {{"tag", "new"}}, {"expected tag new, got new, printer"}},
    {"fields by name", {{"field.Model", "lj4"}}, {}},
    {"notices and stop", {{"notify", "ben, ann"}, {"stop", "yes"}}, {}},
    {"hold by reason", {{"hold", "odd"}}, {}},
    {"hold by yes", {{"hold", "yes"}}, {}},
    {"nothing is none", {{"reply", "none"}, {"status", "none"}, {"field.x", "none"}}, {}},
    {"no automatic reply was not ordered", {{"no_auto_reply", "yes"}},
     {"expected no_auto_reply yes, got no"}},
    {"it matched and should not", {{"matched", "no"}}, {"the rule matched and should not"}},
    {"every difference is told", {{"queue", "a"}, {"priority", "high"}},
     {"expected priority high, got none", "expected queue a, got onsite"}},
};

void check(const Row& row)
{
    const auto mistakes = rules::compare(asked, {.expected = row.expected, .where = {"r.yaml", 9, 5}},
                                         applied);
    BOOST_REQUIRE_EQUAL(mistakes.size(), row.wrong.size());
    for (std::size_t i = 0; i < row.wrong.size(); ++i) {
        BOOST_TEST(mistakes[i].what == "example of rule `printers`: " + row.wrong[i] +
                                           "; matched: all mail, printers");
        BOOST_TEST(mistakes[i].where.line == 9);
    }
}

BOOST_AUTO_TEST_SUITE(an_outcome_compared_with_an_example)
const bool added = table(rows, check, __FILE__, __LINE__);

BOOST_AUTO_TEST_CASE(a_rule_that_did_not_match_is_a_mistake)
{
    const auto mistakes = rules::compare(asked, {}, {});
    BOOST_REQUIRE_EQUAL(mistakes.size(), 1u);
    BOOST_TEST(mistakes[0].what ==
               "example of rule `printers`: the rule did not match; no rule matched");
}

BOOST_AUTO_TEST_SUITE_END()

}
}
