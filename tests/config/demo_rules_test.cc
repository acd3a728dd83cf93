// The demo rules, their examples and templates, and the schema that editors check rule files with.
#include "config/rule_files.h"
#include "config/shipped.h"
#include "rules/outcome.h"
#include "rules/rule_set.h"
#include "rules/surroundings.h"
#include "rules/template.h"
#include "rules/vocabulary.h"
#include "tests/support/temp_dir.h"

#include <boost/test/unit_test.hpp>
#include <yaml-cpp/yaml.h>

#include <fstream>
#include <sstream>

namespace deskhand::tests {
namespace {

const std::filesystem::path root{SOURCE_ROOT};

std::set<std::string> names_of(const std::map<std::string, std::string>& sources)
{
    std::set<std::string> names;
    for (const auto& [name, text] : sources) names.insert(name);
    return names;
}

rules::RuleSet::Compiled demo_rules()
{
    auto read = config::read_rule_files({root / "config/demo/rules.yaml"});
    BOOST_REQUIRE_EQUAL(read.problems.size(), 0u);
    const auto templates = config::read_templates(root / "config/demo/templates");
    return rules::RuleSet::compile(
        std::move(read.rules),
        {.queues = {"helpdesk", "network", "onsite", "accounts", "security"},
         .people = {"ann", "ben", "carla", "dave"},
         .templates = names_of(templates.sources),
         .hours = {{"default", {}}}});
}

// As much of a mail's facts as the examples need; the engine's come from the parsed mail.
rules::Facts facts_of(const std::string& mail)
{
    rules::Facts facts{{"kind", "person"}, {"sender_known", true}, {"sender_is_staff", false}};
    std::istringstream in{mail};
    std::string line;
    while (std::getline(in, line) && !line.empty()) {
        const auto colon = line.find(": ");
        const auto name = rules::fact_key("header." + line.substr(0, colon));
        const auto value = line.substr(colon + 2);
        facts[name] = std::vector<std::string>{value};
        if (name == "header.subject") facts["subject"] = value;
        if (name == "header.auto-submitted") facts["kind"] = "automatic";
    }
    std::ostringstream text;
    text << in.rdbuf();
    facts["text"] = text.str();
    return facts;
}

std::string schema_text()
{
    std::ostringstream text;
    text << std::ifstream{root / "config/rules.schema.json"}.rdbuf();
    return text.str();
}

std::set<std::string> keys(const YAML::Node& map)
{
    std::set<std::string> found;
    for (const auto& entry : map) found.insert(entry.first.as<std::string>());
    return found;
}

template <class Descriptions> std::set<std::string> names(const Descriptions& descriptions)
{
    std::set<std::string> found;
    for (const auto& one : descriptions) found.emplace(one.name);
    return found;
}

BOOST_AUTO_TEST_SUITE(shipped_files)

BOOST_AUTO_TEST_CASE(demo_rules_load_clean)
{
    const auto compiled = demo_rules();
    for (const auto& mistake : compiled.mistakes)
        BOOST_ERROR(config::shown(config::as_problem(mistake)));
    BOOST_TEST(compiled.rules.rules().size() >= 8u);
}

BOOST_AUTO_TEST_CASE(examples_of_the_demo_rules_come_out_as_they_say)
{
    const auto compiled = demo_rules();
    std::size_t examples = 0;
    for (const auto& rule : compiled.rules.rules())
        for (const auto& example : rule.examples) {
            ++examples;
            for (const auto& mistake :
                 rules::compare(rule, example, compiled.rules.match(facts_of(example.mail))))
                BOOST_ERROR(config::shown(config::as_problem(mistake)));
        }
    BOOST_TEST(examples >= 8u);
}

BOOST_AUTO_TEST_CASE(the_schema_knows_every_word_of_the_tables)
{
    const auto defs = YAML::Load(schema_text())["$defs"];
    auto facts = names(rules::known_facts());
    facts.insert({"all", "any", "not"});
    BOOST_TEST(keys(defs["condition"]["properties"]) == facts, boost::test_tools::per_element());
    BOOST_TEST(keys(defs["condition"]["patternProperties"]).size() == 2u);
    BOOST_TEST(keys(defs["action"]["anyOf"][1]["properties"]) == names(rules::known_actions()),
               boost::test_tools::per_element());
    std::set<std::string> operators;
    for (const auto& key : keys(defs))
        if (key.starts_with("operator_")) operators.insert(key.substr(9));
    BOOST_TEST(operators == names(rules::known_operators()), boost::test_tools::per_element());
    const auto expect = defs["rule"]["properties"]["examples"]["items"]["properties"]["expect"];
    const std::set<std::string> expectations{rules::known_expectations().begin(),
                                             rules::known_expectations().end()};
    BOOST_TEST(keys(expect["properties"]) == expectations, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_schema_says_the_same_of_facts_as_the_table)
{
    const auto conditions = YAML::Load(schema_text())["$defs"]["condition"]["properties"];
    for (const auto& fact : rules::known_facts())
        BOOST_TEST(conditions[std::string{fact.name}]["description"].as<std::string>() == fact.help);
}

BOOST_AUTO_TEST_CASE(the_templates_in_the_program_are_those_in_the_tree)
{
    std::map<std::string, std::string> in_the_tree;
    for (const auto& entry : std::filesystem::directory_iterator{root / "config/templates"}) {
        std::ostringstream text;
        text << std::ifstream{entry.path()}.rdbuf();
        in_the_tree[entry.path().stem().string()] = text.str();
    }
    BOOST_TEST(in_the_tree.size() >= 6u);
    BOOST_TEST((config::shipped_templates() == in_the_tree));
}

BOOST_AUTO_TEST_CASE(shipped_templates_load_and_have_subjects)
{
    const auto loaded = rules::Templates::load(config::shipped_templates());
    for (const auto& mistake : loaded.mistakes) BOOST_ERROR(config::shown(config::as_problem(mistake)));
    for (const auto& [name, text] : config::shipped_templates()) {
        const auto filled = loaded.templates.fill(name, {.values = {{"SUBJECT", "My printer"}}, .sections = {}});
        BOOST_TEST(filled.subject.find("My printer") != filled.subject.npos, name);
        BOOST_TEST(filled.text.find("{{") == filled.text.npos, name);
    }
}

BOOST_AUTO_TEST_CASE(the_notice_to_staff_reads_well)
{
    const auto templates = rules::Templates::load(config::shipped_templates()).templates;
    rules::TemplateValues values{.values = {{"TICKET", "#1042"}, {"SUBJECT", "Printer"},
                                            {"REQUESTER_NAME", "Bob"}, {"REQUESTER_ADDRESS", "bob@x.y"},
                                            {"QUEUE", "onsite"}, {"TEXT", "It jams."}}, .sections = {}};
    values.sections["REASONS"] = {{.values = {{"REASON", "rule printers"}}, .sections = {}}};
    values.sections["SUGGESTION"] = {
        {.values = {{"ANSWER", "Switch it off and on."}, {"PROBABILITY", "83 %"}}, .sections = {}}};
    const auto filled = templates.fill("staff-notice", values);
    BOOST_TEST(filled.subject == "[#1042] Printer");
    BOOST_TEST(filled.text == R"(## Reply above this line ##

What you write above the line goes to Bob <bob@x.y>.

Request #1042: Printer
Queue:     onsite

It jams.

---- Proposed answer (83 % sure) ----
Switch it off and on.
---- Reply with #send alone to send it as it is ----

Commands, each on a line of its own at the top of your reply:
#assign NAME  give it to NAME
#queue Q      move it to queue Q
#priority P   low, normal, high or urgent
#note         what follows is for staff only
#take         it is yours
#pending      it waits for the requester
#close        close it
#reopen       open it again

Why you got this mail:
- rule printers
)");
}

BOOST_AUTO_TEST_CASE(templates_of_the_desk_stand_over_the_shipped_ones)
{
    const TempDir folder;
    std::ofstream{folder.path() / "closed.tpl"} << "Subject: Done\n\nours\n";
    std::ofstream{folder.path() / "notes.txt"} << "no template";
    const auto read = config::read_templates(folder.path());
    BOOST_TEST(read.problems.empty());
    BOOST_TEST(read.sources.at("closed") == "Subject: Done\n\nours\n");
    BOOST_TEST(read.files.at("closed") == (folder.path() / "closed.tpl").string());
    BOOST_TEST(read.sources.contains("acknowledgement"));
    BOOST_TEST(!read.sources.contains("notes"));
}

BOOST_AUTO_TEST_CASE(a_missing_folder_of_templates_is_a_problem)
{
    BOOST_TEST(config::read_templates("/nowhere/templates").problems.size() == 1u);
    BOOST_TEST(config::read_templates({}).problems.empty());
}

BOOST_AUTO_TEST_SUITE_END()

}
}
