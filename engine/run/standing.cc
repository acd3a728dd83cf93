#include "engine/run/standing.h"

#include <fmt/core.h>

#include <cstdio>

namespace deskhand::engine {

std::shared_ptr<const Policy> standing_policy(const Invocation& invocation)
{
    const auto loaded = load_policy(invocation.configuration, Examples::left_out);
    for (const auto& problem : loaded.problems) fmt::print(stderr, "{}\n", config::shown(problem));
    return loaded.policy;
}

}
