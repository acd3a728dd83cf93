// `deskhand check`: every mistake in configuration, rules and templates.
#include "engine/run/commands.h"
#include "engine/run/json_writer.h"
#include "engine/run/load_policy.h"

#include <fmt/core.h>

#include <algorithm>

namespace deskhand::engine {
namespace {

void print_json(const std::vector<config::Problem>& problems, std::ptrdiff_t errors)
{
    JsonWriter json;
    json.begin_object().member("errors", errors).member("warnings", std::ssize(problems) - errors).key("problems").begin_array();
    for (const auto& problem : problems)
        json.begin_object().member("severity", problem.severity == config::Severity::error ? "error" : "warning")
            .member("file", problem.file).member("line", problem.line).member("column", problem.column)
            .member("what", problem.what).member("remedy", problem.remedy).end_object();
    json.end_array().end_object();
    fmt::print("{}\n", json.text());
}

void print_text(const Policy& policy)
{
    const auto& settings = policy.settings;
    fmt::print("{} reads {} mailbox(es), has {} rule(s), {} queue(s) and {} staff; {}.\n", settings.desk.name, settings.mailboxes.size() + settings.lmtp.size(),
               policy.rules.rules().size(), settings.queues.size(), settings.staff.size(),
               policy.model ? "the model is trained" : "no model yet (`deskhand learn`)");
}

}

ExitCode perform(const Invocation& invocation, const CheckCommand& command)
{
    const auto loaded = load_policy(invocation.configuration, Examples::tried);
    const auto errors = std::count_if(loaded.problems.begin(), loaded.problems.end(),
                                      [](const auto& problem) { return problem.severity == config::Severity::error; });
    if (command.output == Output::json) print_json(loaded.problems, errors);
    else {
        for (const auto& problem : loaded.problems) fmt::print("{}\n", config::shown(problem));
        if (loaded.policy) print_text(*loaded.policy);
        fmt::print("{}: {} error(s), {} warning(s)\n", invocation.configuration.string(), errors, std::ssize(loaded.problems) - errors);
    }
    return loaded.policy && errors == 0 ? ExitCode::done : ExitCode::problems;
}

}
