// The command line as a value, or what to print instead of doing anything.
#pragma once
#include "engine/run/commands.h"

#include <string>
#include <variant>
#include <vector>

namespace deskhand::engine {

// Help and version go to standard output with ExitCode::done, mistakes to standard error.
struct Printed {
    ExitCode code = ExitCode::done;
    std::string text; // ends in a line break
};

// Total: every argument vector gives one or the other. A mistake names the word at fault, the word
// that was probably meant, and the help to read.
std::variant<Invocation, Printed> read_arguments(int argc, const char* const* argv);

// What may follow on the command line, for completion scripts.
struct OptionWord {
    std::string name;        // "--json"
    std::string description; // first sentence
    enum class Takes { nothing, word, file } takes = Takes::nothing;
    std::vector<std::string> choices; // empty = anything
};
struct CommandWords {
    std::string name, description;
    std::vector<OptionWord> options;
    enum class Operands { none, words, files } operands = Operands::none;
    std::vector<std::string> operand_choices; // of the first operand; empty = anything
    std::vector<CommandWords> commands;
};
CommandWords command_words();

}
