#include "engine/run/completion.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <functional>

namespace deskhand::engine {
namespace {

using Visit = std::function<void(const std::string& path, const CommandWords& command)>;

// Every command with the words that lead to it, e.g. "ticket list"; the program itself is "".
void each_command(const CommandWords& command, const std::string& path, const Visit& visit)
{
    visit(path, command);
    for (const auto& one : command.commands) each_command(one, path.empty() ? one.name : path + " " + one.name, visit);
}

std::string names(const std::vector<CommandWords>& commands)
{
    std::string out;
    for (const auto& one : commands) out += (out.empty() ? "" : " ") + one.name;
    return out;
}

std::string names(const std::vector<OptionWord>& options)
{
    std::string out;
    for (const auto& one : options) out += (out.empty() ? "" : " ") + one.name;
    return out;
}

// In single quotes for a POSIX shell or fish.
std::string shell_word(std::string_view text)
{
    std::string out = "'";
    for (const char c : text) out += c == '\'' ? std::string{"'\\''"} : c == '\n' ? std::string{" "} : std::string{c};
    return out + "'";
}

// zsh reads ":" in a description as the end of the word and "[" "]" as its brackets.
std::string zsh_described(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        if (c == ':' || c == '[' || c == ']') out += '\\';
        out += c == '\n' ? ' ' : c;
    }
    return out;
}

std::string function_name(const std::string& path)
{
    std::string out = "_deskhand";
    for (const char c : path.empty() ? path : " " + path) out += c == ' ' ? '_' : c;
    return out;
}

std::string zsh_argument(const OptionWord& option)
{
    const auto head = fmt::format("{}[{}]", option.name, zsh_described(option.description));
    if (option.takes == OptionWord::Takes::nothing) return shell_word(head);
    if (option.takes == OptionWord::Takes::file) return shell_word(head + ":file:_files");
    if (option.choices.empty()) return shell_word(head + ":value: ");
    return shell_word(fmt::format("{}:value:({})", head, fmt::join(option.choices, " ")));
}

std::string zsh_function(const std::string& path, const CommandWords& command)
{
    auto out = fmt::format("{}() {{\n  local -a words_known\n", function_name(path));
    std::string arguments;
    for (const auto& option : command.options) arguments += " \\\n    " + zsh_argument(option);
    if (command.commands.empty()) {
        if (!command.operand_choices.empty()) arguments += " \\\n    " + shell_word(fmt::format("*:word:({})", fmt::join(command.operand_choices, " ")));
        else if (command.operands == CommandWords::Operands::files) arguments += " \\\n    '*:file:_files'";
        return out + fmt::format("  _arguments -s{}\n}}\n", arguments);
    }
    out += fmt::format("  _arguments -C{} \\\n    '1:command:->command' '*::argument:->argument'\n  case $state in\n  command)\n    words_known=(\n", arguments);
    for (const auto& one : command.commands) out += fmt::format("      {}\n", shell_word(one.name + ":" + zsh_described(one.description)));
    out += "    )\n    _describe command words_known ;;\n  argument)\n    case $words[1] in\n";
    for (const auto& one : command.commands) out += fmt::format("    {}) {} ;;\n", one.name, function_name(path.empty() ? one.name : path + " " + one.name));
    return out + "    esac ;;\n  esac\n}\n";
}

}

std::string bash_completion(const CommandWords& program)
{
    std::string known, taken;
    each_command(program, "", [&](const std::string& path, const CommandWords& command) {
        known += fmt::format("    {})\n      commands={}\n      options={}\n      operands={} ;;\n", shell_word(path), shell_word(names(command.commands)),
                             shell_word(names(command.options)),
                             shell_word(command.operands == CommandWords::Operands::files ? "@files" : fmt::format("{}", fmt::join(command.operand_choices, " "))));
        for (const auto& option : command.options)
            if (option.takes != OptionWord::Takes::nothing)
                taken += fmt::format("    {}) values={}; return 0 ;;\n", shell_word(path + ":" + option.name),
                                     shell_word(option.takes == OptionWord::Takes::file ? "@files" : fmt::format("{}", fmt::join(option.choices, " "))));
    });
    return "# bash completion for deskhand; made by `deskhand completion bash`\n"
           "_deskhand_words() {\n  case \"$1\" in\n" + known + "    *) return 1 ;;\n  esac\n}\n"
           "_deskhand_takes() {\n  case \"$1\" in\n" + taken + "  esac\n  return 1\n}\n"
           R"(_deskhand() {
  local current="${COMP_WORDS[COMP_CWORD]}" path="" commands options operands values word skip="" at
  COMPREPLY=()
  for ((at = 1; at < COMP_CWORD; ++at)); do
    word="${COMP_WORDS[at]}"
    if [[ -n $skip ]]; then skip=""; continue; fi
    if [[ $word == -* ]]; then
      if _deskhand_takes "$path:$word" || _deskhand_takes ":$word"; then skip=1; fi
      continue
    fi
    if _deskhand_words "${path:+$path }$word"; then path="${path:+$path }$word"; fi
  done
  if [[ -n $skip ]]; then operands="$values" commands="" options=""
  else _deskhand_words "$path"; fi
  if [[ $current == -* ]]; then COMPREPLY=($(compgen -W "$options" -- "$current"))
  elif [[ $operands == @files ]]; then COMPREPLY=($(compgen -f -- "$current"))
  else COMPREPLY=($(compgen -W "$commands $operands" -- "$current")); fi
}
complete -o filenames -F _deskhand deskhand
)";
}

std::string zsh_completion(const CommandWords& program)
{
    std::string out = "#compdef deskhand\n# zsh completion for deskhand; made by `deskhand completion zsh`\n";
    each_command(program, "", [&](const std::string& path, const CommandWords& command) { out += zsh_function(path, command); });
    return out + "if [ \"$funcstack[1]\" = _deskhand ]; then _deskhand \"$@\"; else compdef _deskhand deskhand; fi\n";
}

std::string fish_completion(const CommandWords& program)
{
    std::string out = "# fish completion for deskhand; made by `deskhand completion fish`\n"
                      "function __deskhand_at\n"
                      "  set -l path (string match --invert -- '-*' (commandline -opc)[2..-1])\n"
                      "  test \"$path[1..(count $argv)]\" = \"$argv\"; and begin; test (count $argv) -gt 0; or test (count $path) -eq 0; end\n"
                      "end\n"
                      "complete -c deskhand -f\n";
    each_command(program, "", [&](const std::string& path, const CommandWords& command) {
        const auto condition = shell_word(path.empty() ? "__deskhand_at" : "__deskhand_at " + path);
        for (const auto& one : command.commands)
            out += fmt::format("complete -c deskhand -n {} -a {} -d {}\n", condition, one.name, shell_word(one.description.substr(0, one.description.find('\n'))));
        for (const auto& option : command.options) {
            const auto takes = option.takes == OptionWord::Takes::nothing ? std::string{}
                               : option.takes == OptionWord::Takes::file  ? std::string{" -r -F"}
                                                                          : fmt::format(" -x -a {}", shell_word(fmt::format("{}", fmt::join(option.choices, " "))));
            out += fmt::format("complete -c deskhand{} -l {} -d {}{}\n", path.empty() ? "" : " -n " + condition, option.name.substr(2),
                               shell_word(option.description), takes);
        }
        if (command.operands == CommandWords::Operands::files) out += fmt::format("complete -c deskhand -n {} -F\n", condition);
        if (!command.operand_choices.empty())
            out += fmt::format("complete -c deskhand -n {} -a {}\n", condition, shell_word(fmt::format("{}", fmt::join(command.operand_choices, " "))));
    });
    return out;
}

}
