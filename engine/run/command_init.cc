// `deskhand init`: a first configuration out of a few answers.
#include "config/load_settings.h"
#include "config/provider_steps.h"
#include "engine/run/commands.h"
#include "engine/run/interview.h"
#include "engine/run/mailbox_login.h"
#include "engine/run/system_clock.h"

#include <fmt/core.h>

#include <cstdio>
#include <fstream>
#include <iostream>
#include <termios.h>
#include <unistd.h>

namespace deskhand::engine {
namespace {

// While it lives the terminal does not show what is typed.
class Unseen {
public:
    Unseen()
    {
        known_ = ::tcgetattr(STDIN_FILENO, &before_) == 0;
        if (!known_) return;
        auto quiet = before_;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        ::tcsetattr(STDIN_FILENO, TCSADRAIN, &quiet);
    }
    ~Unseen()
    {
        if (!known_) return;
        ::tcsetattr(STDIN_FILENO, TCSADRAIN, &before_);
        fmt::print("\n");
    }
    Unseen(const Unseen&) = delete;
    Unseen& operator=(const Unseen&) = delete;

private:
    termios before_{};
    bool known_ = false;
};

std::optional<std::string> next_line()
{
    std::string line;
    if (!std::getline(std::cin, line)) return {};
    return line;
}

Conversation on_terminal()
{
    return {.say = [](const std::string& text) {
                fmt::print("{}", text);
                std::fflush(stdout);
            },
            .hear = [](Conversation::Echo echo) {
                if (echo == Conversation::Echo::shown) return next_line();
                const Unseen unseen;
                return next_line();
            }};
}

// The machine's time zone, where Debian writes it down.
std::string zone_here()
{
    std::string zone;
    std::ifstream{"/etc/timezone"} >> zone;
    return zone.empty() ? "UTC" : zone;
}

std::optional<config::InitAnswers> answers_to(const InitCommand& command, config::InitAnswers answers, Instant now)
{
    if (command.asking == InitCommand::Asking::never) return answers;
    std::set<std::string> already;
    for (const auto& [key, value] : command.answers) already.insert(key);
    fmt::print("An empty line takes the answer in [ ]. Everything can be changed in the file later.\n");
    return interview(std::move(answers), already, on_terminal(), now);
}

// Where a person signs in for the mailbox: now, or later by `deskhand mailbox login`.
void offer_sign_in(const std::filesystem::path& folder, const config::InitAnswers& answers)
{
    const auto way = config::sign_in_way(answers);
    if (way != "device" && way != "browser") return;
    const auto loaded = config::load_settings(folder / "deskhand.yaml");
    if (!loaded.settings || config::any_error(loaded.problems)) return; // a secret is still to come
    fmt::print("\nSign in for the mailbox now? [yes] > ");
    std::fflush(stdout);
    const auto answer = next_line();
    if (answer && (answer->empty() || *answer == "yes" || *answer == "y")) log_in_mailbox(*loaded.settings, "inbox", terminal_talk());
}

}

ExitCode perform(const Invocation&, const InitCommand& command)
{
    const auto folder = command.folder.empty() ? std::filesystem::path{"."} : command.folder;
    const auto now = SystemClock{}.now();
    if (command.asking == InitCommand::Asking::interactive && ::isatty(STDIN_FILENO) == 0) {
        fmt::print(stderr, "deskhand init: standard input is no terminal; give the answers as flags with --yes, see `deskhand init --help`\n");
        return ExitCode::usage;
    }
    config::InitAnswers usual;
    if (!std::holds_alternative<std::string>(config::with_answer(usual, "zone", zone_here()))) usual.zone = zone_here();
    auto flagged = with_flags(std::move(usual), command.answers, now);
    if (const auto* why = std::get_if<std::string>(&flagged)) {
        fmt::print(stderr, "deskhand init: {}\n", *why);
        return ExitCode::usage;
    }
    const auto answers = answers_to(command, std::get<config::InitAnswers>(std::move(flagged)), now);
    if (!answers) {
        fmt::print(stderr, "\nnot all questions were answered; nothing was written\n");
        return ExitCode::failed;
    }
    const auto existing = command.existing == InitCommand::Existing::overwrite ? config::Existing::replace : config::Existing::keep;
    const auto written = config::write_configuration(folder, *answers, existing);
    for (const auto& file : written.files) fmt::print("wrote {}\n", file.string());
    for (const auto& problem : written.problems) fmt::print(stderr, "{}\n", config::shown(problem));
    if (!written.problems.empty()) return ExitCode::failed;
    if (command.asking == InitCommand::Asking::interactive) offer_sign_in(folder, *answers);
    fmt::print("{}", next_steps(folder, *answers));
    return ExitCode::done;
}

}
