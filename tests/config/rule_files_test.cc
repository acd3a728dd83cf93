#include "config/rule_files.h"
#include "rules/outcome.h"
#include "rules/rule_set.h"
#include "rules/surroundings.h"
#include "tests/support/table.h"
#include "tests/support/temp_dir.h"

#include <fstream>

namespace deskhand::tests {
namespace {

using config::read_rules;

std::vector<std::string> shown(const std::vector<config::Problem>& problems)
{
    std::vector<std::string> lines;
    for (const auto& problem : problems) lines.push_back(config::shown(problem));
    return lines;
}

// One rule about `when` and `then`, indented as below `rules:`.
std::string one_rule(const std::string& when, const std::string& then)
{
    return "rules:\n  - name: r\n    when: " + when + "\n    then: " + then + "\n";
}

struct Wrong {
    const char* name;
    std::string text;
    std::string problem;
};

const Wrong wrong[] = {
    {"a misspelt key of a rule", "rules:\n  - name: r\n    whne: always\n    when: always\n    then: stop\n",
     "r.yaml:3:5: error: "},
    {"a rule without a name", "rules:\n  - when: always\n    then: stop\n", "r.yaml:2:5: error: "},
    {"a rule that does not say when", "rules:\n  - name: r\n    then: stop\n",
     "r.yaml:2:5: error: rule `r` does not say when. add `when:`, or `when: always`"},
    {"a rule that does nothing", "rules:\n  - name: r\n    when: always\n", "r.yaml:2:5: error: rule `r` does nothing"},
    {"a misspelt operator", one_rule("{subject: {contians: x}}", "stop"),
     "r.yaml:3:22: error: there is no operator `contians`. did you mean `contains`?"},
    {"a misspelt action", one_rule("always", "{qeue: network}"),
     "r.yaml:4:12: error: there is no action `qeue`. did you mean `queue`?"},
    {"a misspelt word", one_rule("always", "[stpo]"),
     "r.yaml:4:12: error: there is no action `stpo`. did you mean `stop`?"},
    {"an action without its value", one_rule("always", "[queue]"), "r.yaml:4:12: error: `queue` says nothing more"},
    {"a list where one text belongs", one_rule("always", "{queue: [a, b]}"),
     "r.yaml:4:12: error: `queue` needs one text"},
    {"a field without a name", one_rule("always", "{field: LJ4}"), "r.yaml:4:12: error: `field` needs names"},
    {"a stop with a condition", one_rule("always", "{stop: no}"), "r.yaml:4:12: error: `stop` takes no value"},
    {"a fact twice in one map", one_rule("{subject: a, subject: b}", "stop"),
     "r.yaml:3:24: error: `subject` stands twice"},
    {"a fact compared with nothing", one_rule("{subject: }", "stop"),
     "r.yaml:3:12: error: `subject` is compared with nothing"},
    {"no condition at all", one_rule("{}", "stop"), "r.yaml:3:11: error: there is no condition here"},
    {"a condition that is a word", one_rule("{any: printers}", "stop"), "r.yaml:3:17: error: a condition is a fact"},
    {"an operand that is a map", one_rule("{subject: {contains: {a: b}}}", "stop"),
     "r.yaml:3:32: error: `contains` needs a text"},
    {"an example without expectation",
     "rules:\n  - name: r\n    when: always\n    then: stop\n    examples:\n      - mail: x\n",
     "r.yaml:6:9: error: an example says what it expects"},
    {"an example that expects something unknown",
     "rules:\n  - name: r\n    when: always\n    then: stop\n    examples:\n      - {mail: x, expect: {queu: a}}\n",
     "r.yaml:6:28: error: nothing is called `queu` here. did you mean `queue`?"},
    {"something that is no YAML", "rules: [", "r.yaml:1"},
};

void check_wrong(const Wrong& row)
{
    const auto read = read_rules(row.text, "r.yaml");
    BOOST_REQUIRE_EQUAL(read.problems.size(), 1u);
    const auto line = config::shown(read.problems.front());
    BOOST_TEST(line.substr(0, row.problem.size()) == row.problem);
    BOOST_TEST(!read.problems.front().remedy.empty());
}

BOOST_AUTO_TEST_SUITE(rule_files)
const bool added = table(wrong, check_wrong, __FILE__, __LINE__);

BOOST_AUTO_TEST_CASE(every_shape_of_condition_is_read)
{
    const auto read = read_rules(R"(
rules:
  - name: all shapes
    when:
      subject: {contains: printer, matches: 'a|b'}
      from: [a@b.c, d@e.f]
      has_attachments: yes
      any: [{kind: person}, {size: {above: 10M}, cc: {present: no}}]
      not: {kind: automatic, mailbox: x}
    then:
      - queue: network
      - stop
)", "r.yaml");
    BOOST_REQUIRE(read.problems.empty());
    const auto& when = read.rules.at(0).when;
    using Shape = rules::Condition::Shape;
    BOOST_REQUIRE_EQUAL(when.children.size(), 6u);
    BOOST_TEST((when.children[0].op == rules::Operator::contains));
    BOOST_TEST(when.children[0].where.line == 5);
    BOOST_TEST(when.children[0].where.column == 17);
    BOOST_TEST((when.children[1].op == rules::Operator::matches));
    BOOST_TEST((when.children[2].op == rules::Operator::in_list));
    BOOST_TEST(when.children[2].operands.size() == 2u);
    BOOST_TEST((when.children[3].op == rules::Operator::equals));
    BOOST_TEST((when.children[4].shape == Shape::any));
    BOOST_TEST((when.children[4].children.at(0).shape == Shape::test));
    BOOST_TEST((when.children[4].children.at(1).shape == Shape::all));
    BOOST_TEST((when.children[5].shape == Shape::none));
    BOOST_TEST((when.children[5].children.at(0).shape == Shape::all));
}

BOOST_AUTO_TEST_CASE(every_action_is_read_in_its_order)
{
    const auto read = read_rules(R"(
rules:
  - name: all actions
    when: always
    then:
      - queue: network
      - {assign: ann, priority: high}
      - tag: [a, b]
      - field: {model: "${model}", site: berlin}
      - reply: closed
      - notify: [ann, ben]
      - forward: x@y.z
      - status: pending
      - hold: odd
      - no_auto_reply
      - stop
)", "r.yaml");
    BOOST_REQUIRE(read.problems.empty());
    std::vector<std::string> written;
    for (const auto& action : read.rules.at(0).then) written.push_back(rules::describe(action));
    const std::vector<std::string> expected = {
        "queue: network", "assign: ann", "priority: high", "tag: a", "tag: b",
        "field: {model: ${model}}", "field: {site: berlin}", "reply: closed", "notify: [ann, ben]",
        "forward: [x@y.z]", "status: pending", "hold: odd", "no_auto_reply", "stop"};
    BOOST_TEST(written == expected, boost::test_tools::per_element());
    BOOST_TEST(read.rules.at(0).then_where.size() == expected.size());
    BOOST_TEST(read.rules.at(0).then_where.at(2).line == 7);
    BOOST_TEST(read.rules.at(0).then_where.at(2).column == 23);
}

BOOST_AUTO_TEST_CASE(an_example_keeps_its_mail_and_what_it_expects)
{
    const auto read = read_rules("rules:\n  - name: r\n    when: always\n    then: stop\n    examples:\n"
                                 "      - mail: |\n          Subject: x\n\n          text\n"
                                 "        expect: {tag: [a, b], field.m: LJ4, matched: yes}\n", "r.yaml");
    BOOST_REQUIRE(read.problems.empty());
    const auto& example = read.rules.at(0).examples.at(0);
    BOOST_TEST(example.mail == "Subject: x\n\ntext\n");
    BOOST_TEST(example.expected.at("tag") == "a, b");
    BOOST_TEST(example.expected.at("field.m") == "LJ4");
    BOOST_TEST(example.where.line == 6);
}

BOOST_AUTO_TEST_CASE(all_problems_of_reading_and_compiling_come_at_once)
{
    auto read = read_rules(R"(rules:
  - name: first
    when: {subjekt: x, subject: {matchs: y}}
    then: [{queue: netwrok}, {priorty: high}, stop it]
  - name: first
    wen: always
    then: [{assign: nobody}]
  - nmae: third
)", "r.yaml");
    const rules::Surroundings desk{.queues = {"network"}, .people = {"ann"}, .templates = {}, .hours = {}};
    auto compiled = rules::RuleSet::compile(std::move(read.rules), desk);
    auto lines = shown(read.problems);
    for (const auto& mistake : compiled.mistakes)
        lines.push_back(config::shown(config::as_problem(mistake)));
    const auto tells = [&](const std::string& part) {
        return std::ranges::any_of(lines, [&](const auto& line) { return line.find(part) != line.npos; });
    };
    for (const auto* part :
         {"r.yaml:3:34: error: there is no operator `matchs`", "did you mean `matches`?",
          "r.yaml:4:31: error: there is no action `priorty`", "there is no action `stop it`",
          "r.yaml:6:5: error", "did you mean `when`?", "rule `first` does not say when",
          "r.yaml:8:5: error", "did you mean `name`?",
          "r.yaml:3:12: error: there is no fact `subjekt`. did you mean `subject`?",
          "r.yaml:4:13: error: there is no queue `netwrok`. did you mean `network`?",
          "there is another rule named `first` at r.yaml:2", "r.yaml:7:13: error: there is no person `nobody`"})
        BOOST_TEST(tells(part), part);
}

BOOST_AUTO_TEST_CASE(files_follow_one_another_and_a_missing_one_is_a_problem)
{
    const TempDir folder;
    std::ofstream{folder.path() / "a.yaml"} << "rules: [{name: a, when: always, then: {tag: a}}]\n";
    std::ofstream{folder.path() / "b.yaml"} << "rules: [{name: b, when: always, then: {tag: b}}]\n";
    const auto read = config::read_rule_files(
        {folder.path() / "b.yaml", folder.path() / "none.yaml", folder.path() / "a.yaml"});
    BOOST_REQUIRE_EQUAL(read.rules.size(), 2u);
    BOOST_TEST(read.rules[0].name == "b");
    BOOST_TEST(read.rules[1].where.file == (folder.path() / "a.yaml").string());
    BOOST_REQUIRE_EQUAL(read.problems.size(), 1u);
    BOOST_TEST(read.problems[0].file == (folder.path() / "none.yaml").string());
}

BOOST_AUTO_TEST_CASE(an_empty_file_has_no_rules_and_no_problem)
{
    const auto read = read_rules("", "r.yaml");
    BOOST_TEST(read.rules.empty());
    BOOST_TEST(read.problems.empty());
}

const struct { const char* name; std::string text; } hostile[] = {
    {"nested without end", "rules: " + std::string(50'000, '[')},
    {"maps nested without end", std::string(5'000, '{')},
    {"aliases that multiply", "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n"
     "c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n"
     "e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\nrules: *f\n"},
    {"an alias of itself", "rules: &a [*a]\n"},
    {"bytes that are no text", std::string("rules:\n  - \xff\xfe\0\x01", 14)},
    {"a list of nothing", "rules: [~, ~, [], {}]\n"},
    {"rules that are a text", "rules: all of them\n"},
};

BOOST_AUTO_TEST_CASE(hostile_files_end_in_problems)
{
    for (const auto& row : hostile)
        BOOST_TEST(!read_rules(row.text, "r.yaml").problems.empty(), row.name);
}

BOOST_AUTO_TEST_SUITE_END()

}
}
