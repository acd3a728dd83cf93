// `deskhand rules replay`: stored mail decided again under changed rules; only differences are shown.
#include "config/load.h"
#include "engine/run/commands.h"
#include "engine/run/intake.h"
#include "engine/run/json_writer.h"
#include "engine/run/standing.h"
#include "engine/run/system_clock.h"

#include <fmt/core.h>

#include <algorithm>

namespace deskhand::engine {
namespace {

constexpr int page = 100'000; // mails replayed at most; the newest beyond are left out and said so

void print_difference(const InboxLine& line, const std::vector<std::string>& before, const std::vector<std::string>& after)
{
    fmt::print("mail {} from {}: {}\n", number(line.id), line.from, line.subject);
    std::vector<std::string> gone, come;
    std::set_difference(before.begin(), before.end(), after.begin(), after.end(), std::back_inserter(gone));
    std::set_difference(after.begin(), after.end(), before.begin(), before.end(), std::back_inserter(come));
    for (const auto& one : gone) fmt::print("  - {}\n", one);
    for (const auto& one : come) fmt::print("  + {}\n", one);
}

void print_json_difference(const InboxLine& line, const std::vector<std::string>& before, const std::vector<std::string>& after)
{
    JsonWriter json;
    json.begin_object();
    json.key("mail").value(number(line.id));
    json.key("from").value(line.from);
    json.key("subject").value(line.subject);
    for (const auto& [name, list] : {std::pair{"before", &before}, std::pair{"after", &after}}) {
        json.key(name).begin_array();
        for (const auto& one : *list) json.value(one);
        json.end_array();
    }
    json.end_object();
    fmt::print("{}\n", json.text());
}

}

ExitCode perform(const Invocation& invocation, const ReplayCommand& command)
{
    const auto policy = standing_policy(invocation);
    if (!policy) return ExitCode::problems;
    const auto files = command.rules.empty() ? policy->settings.rule_files : command.rules;
    auto loaded = config::load_rules(policy->settings, files);
    for (const auto& problem : loaded.problems) fmt::print(stderr, "{}\n", config::shown(problem));
    if (config::any_error(loaded.problems)) return ExitCode::problems;

    Policy changed = *policy;
    changed.rules = loaded.rules;
    const auto now = SystemClock{}.now();
    Database database{policy->settings.database};
    Inbox inbox{database};
    const auto lines = inbox.received_between(now - command.since, now, page);
    int differences = 0;
    for (const auto& line : lines) {
        const auto row = inbox.find(line.id);
        if (!row) continue;
        const auto then = inbox.shape(line.id);
        const auto now_decided = shape_of(explain(database, *row, changed, row->received).decision);
        if (then == now_decided) continue;
        ++differences;
        if (command.output == Output::json) print_json_difference(line, then, now_decided);
        else print_difference(line, then, now_decided);
    }
    fmt::print(stderr, "{} mail(s) decided again, {} would be decided differently; nothing was changed\n", lines.size(), differences);
    return ExitCode::done;
}

}
