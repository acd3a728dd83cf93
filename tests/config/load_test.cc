// A configuration with its rules and templates, or all that is wrong in any of them.
#include "config/load.h"
#include "tests/config/configuration_folder.h"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace deskhand;
using namespace deskhand::config;
using deskhand::tests::ConfigurationFolder;
namespace fs = std::filesystem;

namespace {

const std::string with_rules = tests::smallest + "rules: rules.yaml\n";

Loaded loaded(const ConfigurationFolder& folder, std::string_view configuration, std::string_view rules)
{
    folder.write("deskhand.yaml", configuration);
    folder.write("rules.yaml", rules);
    return load(folder.path() / "deskhand.yaml");
}

}

BOOST_AUTO_TEST_SUITE(loading)

BOOST_AUTO_TEST_CASE(settings_rules_and_templates_come_together)
{
    const ConfigurationFolder folder;
    const auto result = loaded(folder, with_rules, R"(rules:
  - name: all to the desk
    when: {kind: person}
    then: [queue: helpdesk]
)");
    BOOST_TEST(result.problems.empty());
    BOOST_REQUIRE(result.settings);
    BOOST_TEST(result.rules.rules().size() == 1u);
    BOOST_TEST(result.templates.has("acknowledgement"));
}

BOOST_AUTO_TEST_CASE(rules_are_checked_against_the_queues_of_the_configuration)
{
    const ConfigurationFolder folder;
    const auto result = loaded(folder, with_rules, R"(rules:
  - name: to a queue that is not there
    when: {kind: person}
    then: [queue: helpdeks]
)");
    BOOST_REQUIRE(result.problems.size() == 1u);
    BOOST_TEST(result.problems[0].line == 4);
    BOOST_TEST(result.problems[0].file == (folder.path() / "rules.yaml").string());
    BOOST_TEST(!result.settings);
}

BOOST_AUTO_TEST_CASE(mistakes_of_the_configuration_and_of_its_rules_are_said_together)
{
    const ConfigurationFolder folder;
    const auto result = loaded(folder, with_rules + "colour: red\n", "ruels: []\n");
    BOOST_REQUIRE(result.problems.size() >= 2u);
    BOOST_TEST(result.problems.front().what == "configuration: unknown key `colour`");
    BOOST_TEST(result.problems.back().file == (folder.path() / "rules.yaml").string());
}

BOOST_AUTO_TEST_CASE(changed_rules_can_be_tried_with_the_settings_in_force)
{
    const ConfigurationFolder folder;
    const auto result = loaded(folder, with_rules, "rules: []\n");
    BOOST_REQUIRE(result.settings);
    folder.write("other.yaml", "rules:\n  - {name: a, when: {kind: person}, then: [tag: tried]}\n");
    const auto tried = load_rules(*result.settings, {folder.path() / "other.yaml"});
    BOOST_TEST(tried.problems.empty());
    BOOST_REQUIRE(tried.rules.rules().size() == 1u);
    BOOST_TEST(tried.rules.rules()[0].name == "a");
}

BOOST_AUTO_TEST_CASE(own_templates_stand_in_place_of_the_shipped_ones)
{
    const ConfigurationFolder folder;
    folder.write("templates/acknowledgement.tpl", "Subject: Ours\n\nHello\n");
    const auto result = loaded(folder, with_rules + "templates: templates\n", "rules: []\n");
    BOOST_TEST(result.problems.empty());
    BOOST_TEST(result.templates.fill("acknowledgement", {}).subject == "Ours");
}

BOOST_AUTO_TEST_CASE(a_broken_template_is_named_with_its_file)
{
    const ConfigurationFolder folder;
    folder.write("templates/acknowledgement.tpl", "Subject: x\n\n{{#PART}} never closed\n");
    const auto result = loaded(folder, with_rules + "templates: templates\n", "rules: []\n");
    BOOST_REQUIRE(!result.problems.empty());
    BOOST_TEST(result.problems[0].file ==
               (folder.path() / "templates/acknowledgement.tpl").string());
}

BOOST_AUTO_TEST_CASE(the_demo_desk_loads_with_its_rules)
{
    const ConfigurationFolder folder;
    fs::copy(fs::path{SOURCE_ROOT} / "config/demo", folder.path(), fs::copy_options::recursive);
    for (const auto* part : {"new", "cur", "tmp"})
        fs::create_directories(folder.path() / "mail/inbox" / part);
    const auto result = load(folder.path() / "deskhand.yaml");
    std::string all;
    for (const auto& problem : result.problems) all += shown(problem) + "\n";
    BOOST_TEST(all == "");
    BOOST_TEST(result.rules.rules().size() > 5u);
}

BOOST_AUTO_TEST_SUITE_END()
