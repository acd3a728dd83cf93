#include "engine/run/completion.h"

#include "tests/engine/run/run_program.h"
#include "tests/support/table.h"

using namespace deskhand::engine;
using namespace deskhand::tests;

BOOST_AUTO_TEST_SUITE(completion)

namespace {

struct BashRow {
    const char *name, *typed; // the last word is the one being finished
    const char* offered;
};
const BashRow bash_rows[] = {
    {"commands", "deskhand che", "check"},
    {"every command of a group", "deskhand quarantine \"\"", "list show retry"},
    {"a command's command", "deskhand ticket re", "reply reopen"},
    {"options of a command", "deskhand ticket list --q", "--queue"},
    {"choices of an option", "deskhand ticket list --status o", "open"},
    {"after an option with a value", "deskhand ticket list --status open --j", "--json"},
    {"choices of an operand", "deskhand completion f", "fish"},
    {"a global option before the command", "deskhand --config a.yaml do", "doctor"},
    {"files", "deskhand read tests/engine/run/completion_t", "tests/engine/run/completion_test.cc"},
};
const bool bash_listed = table(
    bash_rows,
    [](const BashRow& row) {
        const TempDir folder;
        write_file(folder.path() / "script", bash_completion(command_words()));
        const auto line = std::string{"bash -c 'source "} + (folder.path() / "script").string() + "; COMP_WORDS=(" +
                          row.typed +
                          "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _deskhand; echo \"${COMPREPLY[*]}\"'";
        const auto ended = run_shell(line, SOURCE_ROOT);
        BOOST_TEST(ended.out == std::string{row.offered} + "\n", ended.err);
    },
    __FILE__, __LINE__);

}

BOOST_AUTO_TEST_CASE(zsh_gets_a_function_for_every_command)
{
    const auto script = zsh_completion(command_words());
    BOOST_TEST(script.starts_with("#compdef deskhand\n"));
    BOOST_TEST(script.find("_deskhand_ticket_reply() {") != std::string::npos);
    BOOST_TEST(script.find("'--json[Print JSON for other programs]'") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(fish_gets_a_line_for_every_word)
{
    const auto script = fish_completion(command_words());
    BOOST_TEST(script.find("complete -c deskhand -n '__deskhand_at' -a doctor") != std::string::npos);
    BOOST_TEST(script.find("complete -c deskhand -n '__deskhand_at ticket list' -l status") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
