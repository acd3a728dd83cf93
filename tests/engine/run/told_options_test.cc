// Texts tell people only of commands and options there are.
#include "config/init.h"
#include "engine/run/arguments.h"
#include "engine/run/help_texts.h"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

using namespace deskhand::engine;
namespace fs = std::filesystem;

namespace {

// Sources and shipped files: whatever a person may be shown.
std::vector<fs::path> files_with_texts()
{
    std::vector<fs::path> files{fs::path{SOURCE_ROOT} / "README.md"};
    for (const auto* room : {"config", "engine", "rules"})
        for (const auto& entry : fs::recursive_directory_iterator{fs::path{SOURCE_ROOT} / room})
            for (const auto* ending : {".cc", ".h", ".md", ".yaml"})
                if (entry.path().extension() == ending) files.push_back(entry.path());
    return files;
}

bool takes(const CommandWords& command, const std::string& option)
{
    return option == "--help" || option == "--version" || option == "--config" ||
           std::any_of(command.options.begin(), command.options.end(), [&](const OptionWord& one) { return one.name == option; });
}

// The option of a quoted command line ("check --json") that its command does not take; empty when all are known.
std::string unknown_option(const std::string& line)
{
    const auto program = command_words();
    const auto* command = &program;
    std::istringstream words{line};
    for (std::string word; words >> word;) {
        const auto named = std::find_if(command->commands.begin(), command->commands.end(), [&](const CommandWords& one) { return one.name == word; });
        if (named != command->commands.end()) command = &*named;
        else if (word.starts_with("--") && !takes(*command, word.substr(0, word.find('=')))) return word;
    }
    return {};
}

}

BOOST_AUTO_TEST_SUITE(told_options)

BOOST_AUTO_TEST_CASE(an_option_that_is_not_there_is_noticed)
{
    BOOST_TEST(unknown_option("check --facts") == "--facts");
    BOOST_TEST(unknown_option("queue list --state held") == "");
}

BOOST_AUTO_TEST_CASE(every_option_that_texts_name_is_there)
{
    const std::regex told{R"(deskhand ((?:[a-z]+ )*?[a-z]+(?: [^\n)`";|(,]*)?))"};
    int seen = 0;
    for (const auto& file : files_with_texts()) {
        std::ifstream in{file};
        for (std::string line; std::getline(in, line);)
            for (std::sregex_iterator at{line.begin(), line.end(), told}, end; at != end; ++at) {
                const auto words = (*at)[1].str();
                seen += words.find("--") != words.npos ? 1 : 0;
                BOOST_TEST(unknown_option(words) == "", file.string() << ": deskhand " << words);
            }
    }
    BOOST_TEST(seen > 10);
}

BOOST_AUTO_TEST_CASE(a_first_configuration_names_no_file_that_is_not_written)
{
    BOOST_TEST(deskhand::config::configuration_text({}).find("schema") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
