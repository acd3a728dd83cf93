// A real server run as a child of the test, ready when constructed, gone when destroyed.
#pragma once
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <sys/types.h>

namespace deskhand::tests {

struct ServerCommand {
    std::vector<std::string> arguments;   // the program's full path first
    std::uint16_t port = 0;               // ready when it answers on 127.0.0.1; 0 = at once
    std::string user;                     // run as this account when the test runs as root; empty = as is
    std::filesystem::path log;            // its stdout and stderr; empty = /dev/null
    std::filesystem::path folder = "/";   // its working directory
    std::vector<std::string> environment; // NAME=value, added to ours
    std::chrono::milliseconds ready_within{10'000};
};

// Runs in a process group of its own, which gets SIGKILL and is waited for at the end. Throws
// std::runtime_error, its text holding the log, when the server dies or is not ready in time.
class ServerProcess {
public:
    explicit ServerProcess(ServerCommand command);
    ~ServerProcess();
    ServerProcess(const ServerProcess&) = delete;
    ServerProcess& operator=(const ServerProcess&) = delete;

    pid_t pid() const { return pid_; }
    // At once, with its children; harmless when already gone. The status as from waitpid.
    int kill();
    // Waits for the process to end by itself; its exit status as from waitpid.
    int wait();

private:
    std::string log_text() const;
    void await_readiness();

    ServerCommand command_;
    pid_t pid_ = -1;
};

// The account servers drop to when the test runs as root: theirs to own, nobody else's.
std::string unprivileged_user();

// Makes `folder` and all below belong to that account, when the test runs as root.
void give_to(const std::string& user, const std::filesystem::path& folder);

}
