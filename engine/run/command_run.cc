// `deskhand run`: the desk until SIGTERM, or one pass over everything due.
#include "engine/run/commands.h"
#include "engine/run/desk.h"
#include "engine/run/log.h"
#include "engine/run/standing.h"
#include "engine/run/summary.h"
#include "engine/run/system_clock.h"
#include "engine/store/inbox.h"

#include <fmt/core.h>

#include <algorithm>
#include <csignal>
#include <thread>

namespace deskhand::engine {
namespace {

// Blocks the signals the desk listens to in every thread; they are taken one at a time.
sigset_t block_signals()
{
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&set, signal);
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    return set;
}

// Mail taken in before and not decided yet belongs to this pass too.
Instant first_moment(const Policy& policy, Instant now)
{
    Database database{policy.settings.database};
    const auto waiting = Inbox{database}.next(1);
    return waiting.empty() ? now : std::min(now, waiting.front().received);
}

ExitCode run_once(Desk& desk, const Policy& policy, SystemClock& clock, std::stop_token stop)
{
    const auto began = first_moment(policy, clock.now());
    const auto pass = desk.once(stop, [](const std::string& said) { fmt::print(stderr, "  {}\n", said); });
    Database database{policy.settings.database};
    print_summary(database, policy, began, clock.now());
    for (const auto& failure : pass.failures) fmt::print(stderr, "not read: {}\n", failure);
    if (stop.stop_requested()) fmt::print(stderr, "stopped before everything was done; the rest waits for the next run\n");
    const bool nothing_left = pass.tried > 0 && pass.sent == 0;
    if (nothing_left) fmt::print(stderr, "not sent: {} mail(s) were due and none was taken; `deskhand doctor` tries the relay\n", pass.tried);
    return pass.failures.empty() && !nothing_left && !stop.stop_requested() ? ExitCode::done : ExitCode::failed;
}

}

ExitCode perform(const Invocation& invocation, const RunCommand& command)
{
    const auto policy = standing_policy(invocation);
    if (!policy) return ExitCode::problems;
    const auto signals = block_signals();
    SystemClock clock;
    Desk desk{invocation.configuration, policy, clock};
    std::stop_source stop;
    std::jthread listener{[&](std::stop_token own) {
        constexpr timespec patience{.tv_sec = 0, .tv_nsec = 200'000'000};
        while (!own.stop_requested()) {
            const int signal = sigtimedwait(&signals, nullptr, &patience);
            if (signal == SIGHUP) desk.reload();
            else if (signal == SIGTERM || signal == SIGINT) stop.request_stop();
        }
    }};
    if (command.until == RunCommand::Until::once) return run_once(desk, *policy, clock, stop.get_token());
    desk.run(stop.get_token());
    return ExitCode::done;
}

}
