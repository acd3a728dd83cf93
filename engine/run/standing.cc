#include "engine/run/standing.h"

#include "config/load_settings.h"

#include <fmt/core.h>

#include <cstdio>

namespace deskhand::engine {

std::shared_ptr<const Policy> standing_policy(const Invocation& invocation)
{
    const auto loaded = load_policy(invocation.configuration, Examples::left_out);
    for (const auto& problem : loaded.problems) fmt::print(stderr, "{}\n", config::shown(problem));
    return loaded.policy;
}

std::optional<Database> standing_database(const Invocation& invocation)
{
    const auto loaded = config::load_settings(invocation.configuration);
    if (!config::any_error(loaded.problems)) return Database{loaded.settings->database};
    std::error_code unseen;
    if (!loaded.settings || !std::filesystem::exists(loaded.settings->database, unseen)) {
        for (const auto& problem : loaded.problems) fmt::print(stderr, "{}\n", config::shown(problem));
        return {};
    }
    fmt::print(stderr, "{} has errors or secrets this user cannot read (`deskhand check`); this is what {} holds\n",
               invocation.configuration.string(), loaded.settings->database.string());
    return Database{loaded.settings->database};
}

}
