#include "engine/run/alarm_program.h"

#include <fmt/core.h>

#include <sys/mman.h>
#include <sys/wait.h>

#include <chrono>
#include <csignal>
#include <cstring>
#include <thread>

#include <fcntl.h>
#include <spawn.h>
#include <unistd.h>

namespace deskhand::engine {
namespace {

constexpr std::chrono::seconds patience{20};
constexpr std::chrono::milliseconds between_looks{50};

// The text as a file that only the child reads: a pipe nobody reads would block us.
int held_in_memory(const std::string& text)
{
    const int file = ::memfd_create("alarm", MFD_CLOEXEC);
    if (file < 0) return -1;
    const bool whole = ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::lseek(file, 0, SEEK_SET) == 0;
    if (whole) return file;
    ::close(file);
    return -1;
}

std::string ended(const std::string& name, int status)
{
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return {};
    if (WIFEXITED(status)) return fmt::format("{} ended with {}", name, WEXITSTATUS(status));
    return fmt::format("{} was ended by signal {}", name, WTERMSIG(status));
}

}

std::string tell_program(const std::filesystem::path& program, const std::string& text)
{
    const int input = held_in_memory(text);
    if (input < 0) return fmt::format("{} could not be run: {}", program.string(), std::strerror(errno));
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input, 0);
    std::string name = program.string();
    char* arguments[] = {name.data(), nullptr};
    pid_t child = 0;
    const int failed = ::posix_spawn(&child, name.c_str(), &actions, nullptr, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    ::close(input);
    if (failed != 0) return fmt::format("{} could not be run: {}", name, std::strerror(failed));
    int status = 0;
    for (const auto until = std::chrono::steady_clock::now() + patience; std::chrono::steady_clock::now() < until;) {
        if (::waitpid(child, &status, WNOHANG) == child) return ended(name, status);
        std::this_thread::sleep_for(between_looks);
    }
    ::kill(child, SIGKILL);
    ::waitpid(child, &status, 0);
    return fmt::format("{} did not end within {} s and was killed", name, patience.count());
}

}
