// The files that come with the program: they load without a complaint and agree with each other.
#include "config/document.h"
#include "config/load_settings.h"
#include "tests/config/configuration_folder.h"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdlib>
#include <set>
#include <string>
#include <vector>

using namespace deskhand;
using namespace deskhand::config;
using deskhand::tests::ConfigurationFolder;
namespace fs = std::filesystem;

namespace {

const fs::path shipped = fs::path{SOURCE_ROOT} / "config";

Node tree(const fs::path& file)
{
    const auto text = read_text_file(file.string());
    BOOST_REQUIRE(std::holds_alternative<std::string>(text));
    auto parsed = parse_document(std::get<std::string>(text), file.string());
    BOOST_REQUIRE(std::holds_alternative<Node>(parsed));
    return std::get<Node>(std::move(parsed));
}

// Property names anywhere in a JSON schema.
void collect_properties(const Node& schema, std::set<std::string>& names)
{
    for (const auto& item : schema.items) {
        if (item.key == "properties")
            for (const auto& property : item.items) names.insert(property.key);
        collect_properties(item, names);
    }
}

// Keys anywhere in a configuration; below `hours` and `domains` stand names and days of the admin's own.
void collect_keys(const Node& node, std::set<std::string>& names)
{
    for (const auto& item : node.items) {
        if (!item.key.empty()) names.insert(item.key);
        if (item.key != "hours" && item.key != "open" && item.key != "domains") collect_keys(item, names);
    }
}

std::vector<std::string> missing(const std::set<std::string>& from,
                                 const std::set<std::string>& wanted)
{
    std::vector<std::string> result;
    std::set_difference(wanted.begin(), wanted.end(), from.begin(), from.end(),
                        std::back_inserter(result));
    return result;
}

std::string complaints(const LoadedSettings& loaded)
{
    std::string all;
    for (const auto& problem : loaded.problems) all += shown(problem) + "\n";
    return all;
}

void fill_stub_secrets(const ConfigurationFolder& folder)
{
    folder.secret("secrets/inbox.password", "x");
    folder.secret("secrets/outgoing.password", "x");
    folder.secret("secrets/cloud.secret", "x");
    folder.secret("oauth.key", std::string(32, 'k'));
    folder.write("private-ca.pem", "");
    for (const auto* part : {"new", "cur", "tmp"})
        fs::create_directories(folder.path() / "mail/inbox" / part);
}

}

BOOST_AUTO_TEST_SUITE(shipped_files)

BOOST_AUTO_TEST_CASE(the_example_loads_without_a_complaint)
{
    const ConfigurationFolder folder;
    fill_stub_secrets(folder);
    folder.write("rules/first.yaml", "rules: []\n");
    fs::create_directories(folder.path() / "templates");
    fs::copy_file(shipped / "deskhand.example.yaml", folder.path() / "deskhand.yaml");
    ::setenv("DESKHAND_POP3_PASSWORD", "x", 1);
    const auto loaded = load_settings(folder.path() / "deskhand.yaml");
    ::unsetenv("DESKHAND_POP3_PASSWORD");
    BOOST_TEST(complaints(loaded) == "");
    BOOST_REQUIRE(loaded.settings);
    BOOST_TEST(loaded.settings->mailboxes.size() == 4u);
}

BOOST_AUTO_TEST_CASE(the_example_and_the_schema_know_the_same_keys)
{
    std::set<std::string> known, used;
    collect_properties(tree(shipped / "deskhand.schema.json"), known);
    const auto example = tree(shipped / "deskhand.example.yaml");
    collect_keys(example, used);
    for (const auto& item : find(*find(example, "hours"), "default")->items) used.insert(item.key);
    BOOST_TEST(missing(known, used) == std::vector<std::string>{},
               boost::test_tools::per_element());
    // Alternatives to what the example chose.
    const std::vector<std::string> alternatives{"account", "browser_endpoint", "certificate", "credential", "device_endpoint", "key", "maildir",
                                                "refresh_token", "scope", "token_endpoint"};
    BOOST_TEST(missing(used, known) == alternatives, boost::test_tools::per_element());
}

// Blocks of YAML in oauth.md whose `oauth` can be read as it stands.
BOOST_AUTO_TEST_CASE(the_examples_of_oauth_md_load_without_a_complaint)
{
    const auto text = read_text_file((shipped / "oauth.md").string());
    BOOST_REQUIRE(std::holds_alternative<std::string>(text));
    const auto& page = std::get<std::string>(text);
    const std::string fence = "```yaml\n";
    const auto begin = page.find(fence) + fence.size();
    const ConfigurationFolder folder;
    folder.secret("secrets/app.secret", "x");
    const auto problems = folder.problems("desk: {address: help@example.org}\ntoken_key: token.key\n" + page.substr(begin, page.find("```", begin) - begin));
    BOOST_TEST(problems == std::vector<std::string>{}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_demo_desk_loads_without_a_complaint)
{
    const ConfigurationFolder folder;
    fill_stub_secrets(folder);
    fs::copy(shipped / "demo", folder.path(), fs::copy_options::recursive);
    fs::create_directories(folder.path() / "templates");
    const auto loaded = load_settings(folder.path() / "deskhand.yaml");
    BOOST_TEST(complaints(loaded) == "");
    BOOST_TEST(loaded.settings.has_value());
}

BOOST_AUTO_TEST_CASE(the_demo_has_mail_of_every_sort)
{
    const auto mails =
        std::distance(fs::directory_iterator{shipped / "demo" / "mails"}, fs::directory_iterator{});
    BOOST_TEST(mails >= 25);
}

BOOST_AUTO_TEST_SUITE_END()
