// The real program: running as a desk until it is told to stop, or doing one command.
#pragma once
#include "tests/support/desk_folder.h"
#include "tests/support/server_process.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace deskhand::tests {

// What a command came to.
struct CommandEnd {
    int code = -1;              // exit status; -1 when a signal ended it
    std::string out, err;
    std::int64_t peak_octets = 0; // largest resident size of the process
};

// Runs `deskhand --config F WORDS...` in the desk's folder to its end.
CommandEnd run_command(const DeskFolder& folder, const std::vector<std::string>& words, const std::string& input = {});
// The same with the octets of a file as standard input, for large ones.
CommandEnd run_command_on(const DeskFolder& folder, const std::vector<std::string>& words, const std::filesystem::path& input);

// `deskhand run`. Killed when destroyed.
class RunningDesk {
public:
    // Returns when the log says that it runs; throws std::runtime_error with the log when it does not.
    explicit RunningDesk(const DeskFolder& folder);

    // Whether the log of this run comes to hold `words`.
    bool says(std::string_view words, std::chrono::milliseconds within = std::chrono::seconds{90}) const;
    std::string log() const; // of this run
    void signal(int number) const;
    int stop(); // SIGTERM; its exit status, -1 when a signal ended it
    int kill(); // SIGKILL; the signal that ended it, 0 when it had ended by itself
    pid_t pid() const { return process_.pid(); }

private:
    std::filesystem::path log_;
    std::size_t log_begins_;
    ServerProcess process_;
};

}
