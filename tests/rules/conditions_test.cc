#include "tests/rules/written_rules.h"
#include "tests/support/table.h"

#include "rules/condition_test.h"

#include <fmt/ranges.h>

namespace deskhand::tests {
namespace {

using enum Operator;

enum class Holds { yes, no };

struct Row {
    const char* name;
    Condition condition;
    Holds holds;
    std::string because; // joined by "; "
};

const std::string nul_inside{"nul\0byte", 8};

const rules::Facts mail = {
    {"subject", "Printer LJ4 jams in Köln"},
    {"from", "Bob@Sales.Example.com"},
    {"to", std::vector<std::string>{"help@desk.example", "it@desk.example"}},
    {"text", "It jams.\nSince Monday."},
    {"whole_text", nul_inside},
    {"kind", "person"},
    {"has_attachments", true},
    {"sender_is_staff", false},
    {"size", 20'000'000.0},
    {"cc", std::vector<std::string>{}},
    {"received_at", 1736942400.0}, // Wednesday 2025-01-15 12:00 UTC
    {"predicted_queue_probability", 0.9},
    {"header.x-site", std::vector<std::string>{"berlin", "Lager <lager@store.example>"}},
    {"field.amount", "250"},
};

const Row rows[] = {
    {"equals ignores case", test("subject", equals, {"PRINTER LJ4 JAMS IN KÖLN"}), Holds::yes,
     "subject is \"PRINTER LJ4 JAMS IN KÖLN\""},
    {"equals wants the whole value", test("subject", equals, {"printer"}), Holds::no, ""},
    {"equals of a list fact looks at each item", test("to", equals, {"IT@desk.example"}), Holds::yes,
     "to is \"IT@desk.example\""},
    {"contains ignores case beyond ASCII", test("subject", contains, {"KÖLN"}), Holds::yes,
     "subject contains \"KÖLN\""},
    {"contains takes signs of patterns as they are", test("subject", contains, {"j.ms"}), Holds::no, ""},
    {"several operands mean any of them", test("subject", contains, {"scanner", "printer"}), Holds::yes,
     "subject contains \"scanner\" or \"printer\""},
    {"matches captures named groups", test("subject", matches, {R"(printer (?P<model>\w+))"}),
     Holds::yes, R"(subject matches /printer (?P<model>\w+)/: model=LJ4)"},
    {"a branch not taken captures nothing", test("subject", matches, {"(?P<a>lj4)|(?P<b>dj5)"}),
     Holds::yes, "subject matches /(?P<a>lj4)|(?P<b>dj5)/: a=LJ4"},
    {"matches can be made to mind case", test("subject", matches, {"(?-i)printer"}), Holds::no, ""},
    {"an octet of zero is text like any other", test("whole_text", contains, {"byte"}), Holds::yes,
     "whole_text contains \"byte\""},
    {"in_list names the one it was", test("from", in_list, {"a@b.c", "bob@sales.example.com"}),
     Holds::yes, "from is \"a@b.c\" or \"bob@sales.example.com\": Bob@Sales.Example.com"},
    {"in_domain includes domains below", test("from", in_domain, {"@example.com"}), Holds::yes,
     "from is in domain @example.com: Bob@Sales.Example.com"},
    {"in_domain minds the dot", test("from", in_domain, {"ales.example.com"}), Holds::no, ""},
    {"in_domain reads an address with a name", test("header.X-Site", in_domain, {"store.example"}),
     Holds::yes, "header.X-Site is in domain store.example: lager@store.example"},
    {"yes_no facts equal yes", test("has_attachments", equals, {"yes"}), Holds::yes,
     "has_attachments is \"yes\""},
    {"a fact that is no is not absent", test("sender_is_staff", equals, {"no"}), Holds::yes,
     "sender_is_staff is \"no\""},
    {"a yes_no fact nobody knows is neither", test("sender_known", equals, {"no"}), Holds::no, ""},
    {"an empty list is absent", test("cc", present, {"no"}), Holds::yes, "cc is absent"},
    {"a header that is there is present", test("header.x-site", present, {"yes"}), Holds::yes,
     "header.x-site is present"},
    {"sizes have suffixes", test("size", above, {"10M"}), Holds::yes, "size is above 10M"},
    {"below excludes the limit", test("predicted_queue_probability", below, {"90%"}), Holds::no, ""},
    {"a number in a field is compared as one", test("field.amount", above, {"99.5"}), Holds::yes,
     "field.amount is above 99.5"},
    {"an instant lies within hours", test("received_at", is_during, {"default"}), Holds::yes,
     "received_at is during default hours"},
    {"an instant is compared with a date", test("received_at", below, {"2025-01-15"}), Holds::no, ""},
    {"all of nothing always holds", all({}), Holds::yes, "always"},
    {"all stops at what fails", all({test("kind", equals, {"person"}), test("kind", equals, {"list"})}),
     Holds::no, ""},
    {"any tells only what held",
     any({all({test("kind", equals, {"person"}), test("subject", contains, {"vpn"})}),
          test("text", contains, {"monday"})}),
     Holds::yes, "text contains \"monday\""},
    {"not says what did not hold", none({test("kind", equals, {"automatic"})}), Holds::yes,
     "not (kind is \"automatic\")"},
    {"not fails when one of several holds",
     none({test("kind", equals, {"automatic"}), test("kind", equals, {"person"})}), Holds::no, ""},
    {"a capture is a field to the next test",
     all({test("subject", matches, {R"((?P<Model>lj\d))"}), test("field.model", equals, {"lj4"})}),
     Holds::yes, R"(subject matches /(?P<Model>lj\d)/: model=LJ4; field.model is "lj4")"},
    {"a capture under not is forgotten",
     all({none({all({test("subject", matches, {R"((?P<m>lj\d))"}), test("kind", equals, {"list"})})}),
          test("field.m", present, {"yes"})}),
     Holds::no, ""},
};

void check(const Row& row)
{
    const auto made = rules::ConditionTest::compile(row.condition, desk());
    BOOST_REQUIRE_EQUAL(made.mistakes.size(), 0u);
    const auto answer = made.test.ask(mail, {});
    BOOST_TEST(answer.holds == (row.holds == Holds::yes));
    BOOST_TEST(fmt::format("{}", fmt::join(answer.because, "; ")) == row.because);
}

BOOST_AUTO_TEST_SUITE(conditions)
const bool added = table(rows, check, __FILE__, __LINE__);

BOOST_AUTO_TEST_CASE(text_beyond_the_first_mebibyte_is_not_asked)
{
    rules::Facts facts;
    facts["text"] = std::string(rules::longest_text_asked, 'x') + "needle";
    const auto made = rules::ConditionTest::compile(test("text", contains, {"needle"}), desk());
    BOOST_TEST(!made.test.ask(facts, {}).holds);
}

BOOST_AUTO_TEST_CASE(a_pattern_that_ruins_backtracking_engines_is_answered)
{
    rules::Facts facts;
    facts["text"] = std::string(500'000, 'a');
    const auto made = rules::ConditionTest::compile(test("text", matches, {"(a+)+(a|aa)*$x"}), desk());
    BOOST_TEST(!made.test.ask(facts, {}).holds);
}

BOOST_AUTO_TEST_CASE(bytes_that_are_no_text_are_answered)
{
    rules::Facts facts;
    facts["subject"] = std::string("\xff\xfe\xc3 printer \x80");
    const auto made = rules::ConditionTest::compile(test("subject", contains, {"PRINTER"}), desk());
    BOOST_TEST(made.test.ask(facts, {}).holds);
}

BOOST_AUTO_TEST_SUITE_END()

}
}
