// The program: arguments to a command, a broken promise to a sentence.
#include "engine/run/arguments.h"
#include "engine/run/broken_promise.h"
#include "engine/run/commands.h"

#include <csignal>
#include <cstdio>
#include <exception>

#include <sys/stat.h>

namespace {

using namespace deskhand;

int print(const engine::Printed& printed)
{
    std::fputs(printed.text.c_str(), printed.code == engine::ExitCode::done ? stdout : stderr);
    return static_cast<int>(printed.code);
}

int perform(const engine::Invocation& invocation)
{
    return static_cast<int>(std::visit([&](const auto& command) { return engine::perform(invocation, command); }, invocation.command));
}

}

int main(int argc, char** argv)
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
