// YAML files as trees with places, and the typed reading of their maps.
#include "config/document.h"
#include "config/section.h"
#include "tests/support/table.h"

#include <string>
#include <vector>

using namespace deskhand;
using namespace deskhand::config;

namespace {

Node tree(std::string_view text)
{
    auto parsed = parse_document(text, "desk.yaml");
    BOOST_REQUIRE(std::holds_alternative<Node>(parsed));
    return std::get<Node>(std::move(parsed));
}

Problem refusal(std::string_view text)
{
    auto parsed = parse_document(text, "desk.yaml");
    BOOST_REQUIRE(std::holds_alternative<Problem>(parsed));
    return std::get<Problem>(std::move(parsed));
}

}

BOOST_AUTO_TEST_SUITE(documents)

BOOST_AUTO_TEST_CASE(every_node_knows_its_line_and_column)
{
    const auto root = tree("desk:\n  name: Help\nlist:\n  - one\n  - two\n");
    const auto* desk = find(root, "desk");
    BOOST_REQUIRE(desk);
    const auto* name = find(*desk, "name");
    BOOST_REQUIRE(name);
    BOOST_TEST(name->text == "Help");
    BOOST_TEST(name->key_place.line == 2);
    BOOST_TEST(name->key_place.column == 3);
    BOOST_TEST(name->place.column == 9);
    BOOST_TEST(find(root, "list")->items[1].place.line == 5);
}

BOOST_AUTO_TEST_CASE(words_that_yaml_turns_into_truth_or_numbers_stay_as_written)
{
    const auto root = tree("a: off\nb: 08:30\nc: 0010\nd: \"yes\"\n");
    BOOST_TEST(find(root, "a")->text == "off");
    BOOST_TEST(find(root, "b")->text == "08:30");
    BOOST_TEST(find(root, "c")->text == "0010");
    BOOST_TEST(find(root, "d")->text == "yes");
}

BOOST_AUTO_TEST_CASE(an_empty_file_is_an_empty_map)
{
    for (const auto* text : {"", "\n", "# only a comment\n"}) {
        const auto root = tree(text);
        BOOST_TEST((root.kind == Node::Kind::map), text);
        BOOST_TEST(root.items.empty());
    }
}

BOOST_AUTO_TEST_CASE(an_alias_that_contains_itself_is_refused)
{
    BOOST_TEST(refusal("a: &a [*a]\n").what.find("inside what it names") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(aliases_that_multiply_are_refused)
{
    std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i < 9; ++i) {
        const auto last = "*a" + std::to_string(i - 1);
        text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
        for (int n = 0; n < 10; ++n) text += last + ", ";
        text += last + "]\n";
    }
    BOOST_TEST(refusal(text).what.find("more than 200000 values") != std::string::npos);
}

struct BrokenRow {
    const char* name;
    std::string text;
    int line;
};

const std::vector<BrokenRow> broken{
    {"a bracket left open", "a: [1, 2\nb: 3\n", 2},
    {"a tab as indentation", "a:\n\tb: 1\n", 2},
    {"a quote left open", "a: \"one\nb: two\n", 2},
    {"a second document", "a: 1\n---\nb: 2\n", 2},
    {"a key that is a list", "a: 1\n[b, c]: 2\n", 2},
    {"text after the document", "{a: 1}\n]\nb: 2\n", 2},
    {"deep brackets", "a: " + std::string(3000, '['), 1},
};

const auto broken_table = tests::table(
    broken,
    [](const BrokenRow& row) {
        const auto problem = refusal(row.text);
        BOOST_TEST(problem.line == row.line, shown(problem));
        BOOST_TEST(!problem.remedy.empty());
    },
    __FILE__, __LINE__);

BOOST_AUTO_TEST_CASE(a_section_reports_wrong_types_unknown_and_doubled_keys_together)
{
    const auto root =
        tree("prot: 1\nport: many\nport: 2\nhosts: {a: b}\nnames: [x, {y: z}]\npoll: 5\n");
    Report report{"desk.yaml"};
    Section section{root, "server", report};
    BOOST_TEST(!section.whole("port", {1, 65535}));
    BOOST_TEST(!section.text("hosts"));
    BOOST_TEST(section.texts("names").size() == 1u);
    BOOST_TEST(!section.duration("poll", {std::chrono::seconds{1}, std::chrono::hours{1}}));
    section.refuse_unknown_keys();
    std::vector<std::string> lines;
    for (const auto& problem : report.problems()) lines.push_back(shown(problem));
    const std::vector<std::string> expected{
        "desk.yaml:2:7: error: server: `port` is not a whole number: `many`. give a whole number "
        "from 1 to 65535",
        "desk.yaml:4:8: error: server: `hosts` must be a text, not a map of keys. write `hosts: "
        "...` on one line",
        "desk.yaml:5:12: error: server: `names` must be texts, here stands a map of keys. write "
        "`names: [one, two]`",
        "desk.yaml:6:7: error: server: `poll` is not a duration: `5`. give one from 1s to 1h with "
        "its unit, e.g. "
        "90s, 5m, 2h, 1h30m, 5d",
        "desk.yaml:1:1: error: server: unknown key `prot`. did you mean `port`?",
        "desk.yaml:3:1: error: server: `port` stands here twice. keep one of them"};
    BOOST_TEST(lines == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
