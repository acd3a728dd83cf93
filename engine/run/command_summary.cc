// `deskhand summary`: what came in, what was done, what waits.
#include "engine/run/commands.h"
#include "engine/run/standing.h"
#include "engine/run/summary.h"
#include "engine/run/system_clock.h"

#include <fmt/core.h>

namespace deskhand::engine {

ExitCode perform(const Invocation& invocation, const SummaryCommand& command)
{
    const auto policy = standing_policy(invocation);
    if (!policy) return ExitCode::problems;
    Database database{policy->settings.database};
    const auto now = SystemClock{}.now();
    if (command.output == Output::text) print_summary(database, *policy, now - command.since, now);
    else fmt::print("{}\n", summary_json(summary_between(database, *policy, now - command.since, now)));
    return ExitCode::done;
}

}
