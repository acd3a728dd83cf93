// `deskhand completion`: a script that lets a shell finish the words.
#include "engine/run/commands.h"
#include "engine/run/completion.h"

#include <fmt/core.h>

namespace deskhand::engine {

ExitCode perform(const Invocation&, const CompletionCommand& command)
{
    const auto words = command_words();
    fmt::print("{}", command.shell == "bash"  ? bash_completion(words)
                     : command.shell == "zsh" ? zsh_completion(words)
                                              : fish_completion(words));
    return ExitCode::done;
}

}
