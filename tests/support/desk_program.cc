#include "tests/support/desk_program.h"

#include "tests/support/waiting.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <stdexcept>

namespace deskhand::tests {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds starts_within{60};

int exit_status(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : -1; }

std::vector<std::string> command_line(const DeskFolder& folder, const std::vector<std::string>& words)
{
    std::vector<std::string> line{DESKHAND_PROGRAM, "--config", folder.configuration().string()};
    line.insert(line.end(), words.begin(), words.end());
    return line;
}

struct Streams {
    fs::path in, out, err;
};

// Only async-signal-safe calls.
[[noreturn]] void become(char* const* arguments, const Streams& streams, const char* folder)
{
    const int in = ::open(streams.in.c_str(), O_RDONLY);
    const int out = ::open(streams.out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
    const int err = ::open(streams.err.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (in < 0 || ::dup2(in, 0) < 0 || ::dup2(out, 1) < 0 || ::dup2(err, 2) < 0 || ::chdir(folder) != 0) ::_exit(126);
    ::close_range(3, ~0U, 0);
    ::execv(arguments[0], arguments);
    ::_exit(127);
}

}

CommandEnd run_command_on(const DeskFolder& folder, const std::vector<std::string>& words, const fs::path& input)
{
    const TempDir talk;
    const Streams streams{input, talk.path() / "out", talk.path() / "err"};
    auto line = command_line(folder, words);
    std::vector<char*> arguments;
    for (auto& word : line) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const auto child = ::fork();
    if (child < 0) throw std::runtime_error{"cannot fork"};
    if (child == 0) become(arguments.data(), streams, folder.path().c_str());
    int status = 0;
    rusage used{};
    while (::wait4(child, &status, 0, &used) < 0 && errno == EINTR) {}
    return {.code = exit_status(status), .out = octets_of(streams.out), .err = octets_of(streams.err),
            .peak_octets = std::int64_t{used.ru_maxrss} * 1024};
}

CommandEnd run_command(const DeskFolder& folder, const std::vector<std::string>& words, const std::string& input)
{
    const TempDir talk;
    write_octets(talk.path() / "in", input);
    return run_command_on(folder, words, talk.path() / "in");
}

RunningDesk::RunningDesk(const DeskFolder& folder)
    : log_{folder.path() / "desk.log"}, log_begins_{octets_of(log_).size()},
      process_{ServerCommand{.arguments = command_line(folder, {"run"}), .port = 0, .user = {}, .log = log_,
                             .folder = folder.path(), .environment = {}}}
{
    if (!says(" runs: ", starts_within)) throw std::runtime_error{"the desk does not start: " + log()};
}

std::string RunningDesk::log() const
{
    const auto all = octets_of(log_);
    return all.size() < log_begins_ ? std::string{} : all.substr(log_begins_);
}

bool RunningDesk::says(std::string_view words, std::chrono::milliseconds within) const
{
    return happens([&] { return log().find(words) != std::string::npos; }, within);
}

void RunningDesk::signal(int number) const { ::kill(process_.pid(), number); }

int RunningDesk::stop()
{
    signal(SIGTERM);
    return exit_status(process_.wait());
}

int RunningDesk::kill()
{
    const int status = process_.kill();
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

}
