// The program: arguments to a command, a broken promise to a sentence.
#include "engine/run/arguments.h"
#include "engine/run/broken_promise.h"
#include "engine/run/commands.h"

#include <csignal>
#include <cstdio>
#include <exception>
#include <string_view>

#include <sys/stat.h>

namespace {

using namespace deskhand;

int print(const engine::Printed& printed)
{
    std::fputs(printed.text.c_str(), printed.code == engine::ExitCode::done ? stdout : stderr);
    return static_cast<int>(printed.code);
}

// Mail servers take a code they do not know for a final refusal and return the mail to its sender.
bool is_pipe(int argc, char** argv)
{
    int at = 1;
    while (at < argc && argv[at][0] == '-') at += std::string_view{argv[at]} == "--config" ? 2 : 1;
    return at < argc && std::string_view{argv[at]} == "ingest";
}

int perform(const engine::Invocation& invocation)
{
    return static_cast<int>(std::visit([&](const auto& command) { return engine::perform(invocation, command); }, invocation.command));
}

int run(int argc, char** argv)
{
    ::umask(0027); // mails and what is made of them are nobody else's to read
    std::signal(SIGPIPE, SIG_IGN); // a closed connection or reader is an error value, not an end
    try {
        const auto read = engine::read_arguments(argc, argv);
        const auto* printed = std::get_if<engine::Printed>(&read);
        const int code = printed ? print(*printed) : perform(std::get<engine::Invocation>(read));
        if (std::fflush(stdout) == 0) return code;
        std::perror("deskhand: standard output");
    } catch (const std::exception& broken) {
        std::fputs(engine::told(broken).c_str(), stderr);
    }
    return static_cast<int>(engine::ExitCode::failed);
}

}

int main(int argc, char** argv)
{
    const int code = run(argc, argv);
    return code == 0 || !is_pipe(argc, argv) ? code : static_cast<int>(engine::ExitCode::try_again);
}
