#include "tests/support/server_process.h"

#include "tests/support/free_port.h"

#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace deskhand::tests {
namespace {

struct Account {
    uid_t uid;
    gid_t gid;
};

Account account_of(const std::string& user)
{
    const auto* entry = ::getpwnam(user.c_str());
    if (!entry) throw std::runtime_error{"no account " + user};
    return {entry->pw_uid, entry->pw_gid};
}

std::vector<char*> pointers(std::vector<std::string>& words)
{
    std::vector<char*> list;
    for (auto& word : words) list.push_back(word.data());
    list.push_back(nullptr);
    return list;
}

std::vector<std::string> our_environment(const std::vector<std::string>& more)
{
    std::vector<std::string> all;
    for (char** entry = environ; *entry; ++entry) all.emplace_back(*entry);
    all.insert(all.end(), more.begin(), more.end());
    return all;
}

// Waits a moment, or until the process ends; true when it ended.
bool ends_within(pid_t pid, std::chrono::milliseconds most)
{
    const int watch = static_cast<int>(::syscall(SYS_pidfd_open, pid, 0));
    pollfd entry{watch, POLLIN, 0};
    const bool ended = ::poll(&entry, 1, static_cast<int>(most.count())) > 0;
    ::close(watch);
    return ended;
}

}

ServerProcess::ServerProcess(ServerCommand command) : command_{std::move(command)}
{
    const bool drop = !command_.user.empty() && ::geteuid() == 0;
    const auto account = drop ? account_of(command_.user) : Account{};
    auto environment_words = our_environment(command_.environment);
    const auto arguments = pointers(command_.arguments);
    const auto environment = pointers(environment_words);
    const std::string log = command_.log.empty() ? "/dev/null" : command_.log.string();
    const auto parent = ::getpid();

    pid_ = ::fork();
    if (pid_ < 0) throw std::runtime_error{std::string{"fork: "} + std::strerror(errno)};
    if (pid_ == 0) { // only async-signal-safe calls from here on
        ::setpgid(0, 0);
        if (drop && (::setgroups(0, nullptr) != 0 || ::setgid(account.gid) != 0 || ::setuid(account.uid) != 0))
            ::_exit(126);
        const int out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644); // the server's own file
        const int in = ::open("/dev/null", O_RDONLY);
        ::dup2(in, 0);
        ::dup2(out, 1);
        ::dup2(out, 2);
        ::close_range(3, ~0U, 0);
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (::getppid() != parent || ::chdir(command_.folder.c_str()) != 0) ::_exit(126);
        ::execve(arguments[0], arguments.data(), environment.data());
        ::_exit(127);
    }
    ::setpgid(pid_, pid_);
    try {
        await_readiness();
    } catch (...) {
        kill();
        throw;
    }
}

ServerProcess::~ServerProcess() { kill(); }

void ServerProcess::await_readiness()
{
    if (command_.port == 0) return;
    const auto until = std::chrono::steady_clock::now() + command_.ready_within;
    while (!answers(command_.port)) {
        if (ends_within(pid_, std::chrono::milliseconds{5}))
            throw std::runtime_error{command_.arguments[0] + " ended at once: " + log_text()};
        if (std::chrono::steady_clock::now() > until)
            throw std::runtime_error{command_.arguments[0] + " is not ready: " + log_text()};
    }
}

int ServerProcess::kill()
{
    if (pid_ < 0) return 0;
    ::kill(-pid_, SIGKILL);
    return wait();
}

int ServerProcess::wait()
{
    int status = 0;
    while (pid_ > 0 && ::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {}
    pid_ = -1;
    return status;
}

std::string ServerProcess::log_text() const
{
    std::ifstream in{command_.log};
    std::stringstream text;
    if (in && in.peek() != std::ifstream::traits_type::eof()) text << in.rdbuf();
    return text.str();
}

std::string unprivileged_user() { return "nobody"; }

void give_to(const std::string& user, const std::filesystem::path& folder)
{
    if (::geteuid() != 0) return;
    const auto account = account_of(user);
    const auto give = [&](const std::filesystem::path& path) {
        if (::lchown(path.c_str(), account.uid, account.gid) != 0)
            throw std::runtime_error{"cannot give away " + path.string()};
    };
    give(folder);
    for (const auto& entry : std::filesystem::recursive_directory_iterator{folder}) give(entry.path());
}

}
