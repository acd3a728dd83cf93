// `deskhand rules replay`: stored mail decided again under changed rules; only differences are shown.
#include "config/load.h"
#include "engine/run/commands.h"
#include "engine/run/json_writer.h"
#include "engine/run/replay.h"
#include "engine/run/standing.h"
#include "engine/run/system_clock.h"
#include "engine/run/utf8.h"

#include <fmt/core.h>

#include <optional>

namespace deskhand::engine {
namespace {

constexpr int page = 100'000; // mails replayed at most, the oldest first

void print_difference(const InboxLine& line, const Difference& difference)
{
    fmt::print("mail {} from {}: {}\n", number(line.id), one_line(line.from), one_line(line.subject));
    for (const auto& one : difference.before) fmt::print("  - {}\n", one_line(one));
    for (const auto& one : difference.after) fmt::print("  + {}\n", one_line(one));
}

void print_json_difference(const InboxLine& line, const Ruled& before, const Ruled& after)
{
    JsonWriter json;
    json.begin_object().member("mail", number(line.id)).member("from", line.from).member("subject", line.subject);
    json.texts("before", before.shape).texts("after", after.shape).end_object();
    fmt::print("{}\n", json.text());
}

struct Count {
    int again = 0, different = 0, undecided = 0;
};

// What was decided is compared with the configured rules; other rules with the configured ones, so that nothing
// but the rules differs.
Count replay(Database& database, const std::vector<InboxLine>& lines, const Policy& policy, const std::optional<Policy>& other, Output output)
{
    Inbox inbox{database};
    Count count;
    for (const auto& line : lines) {
        const auto row = line.state == InboxState::done ? inbox.find(line.id) : std::nullopt;
        if (!row) {
            ++count.undecided;
            continue;
        }
        ++count.again;
        const auto configured = ruled_now(database, *row, policy);
        const auto before = other ? configured : ruled_then(inbox, line.id);
        const auto after = other ? ruled_now(database, *row, *other) : configured;
        const auto difference = difference_between(before, after);
        if (difference.none()) continue;
        ++count.different;
        if (output == Output::json) print_json_difference(line, before, after);
        else print_difference(line, difference);
    }
    return count;
}

}

ExitCode perform(const Invocation& invocation, const ReplayCommand& command)
{
    const auto policy = standing_policy(invocation);
    if (!policy) return ExitCode::problems;
    std::optional<Policy> other;
    if (!command.rules.empty()) {
        auto loaded = config::load_rules(policy->settings, command.rules);
        for (const auto& problem : loaded.problems) fmt::print(stderr, "{}\n", config::shown(problem));
        if (config::any_error(loaded.problems)) return ExitCode::problems;
        other = *policy;
        other->rules = std::move(loaded.rules);
    }
    const auto now = SystemClock{}.now();
    Database database{policy->settings.database};
    auto lines = Inbox{database}.received_between(now - command.since, now, page + 1);
    const bool more = lines.size() > page;
    if (more) lines.pop_back();
    const auto count = replay(database, lines, *policy, other, command.output);
    fmt::print(stderr, "{} mail(s) decided again, {} would be decided differently; nothing was changed\n", count.again, count.different);
    if (count.undecided > 0) fmt::print(stderr, "{} mail(s) left out: they wait or are quarantined and were never decided\n", count.undecided);
    if (more) fmt::print(stderr, "only the oldest {} mails were looked at; take a shorter --since for newer ones\n", page);
    return ExitCode::done;
}

}
