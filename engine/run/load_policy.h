// Configuration file to the Policy in force, with everything that is wrong in it.
#pragma once
#include "config/problem.h"
#include "engine/core/policy.h"

#include <filesystem>
#include <memory>
#include <vector>

namespace deskhand::engine {

struct LoadedPolicy {
    std::shared_ptr<const Policy> policy; // null when any problem is an error
    std::vector<config::Problem> problems;
};

// The samples rules carry: tried by `deskhand check`, left out when the desk starts or reloads.
enum class Examples { tried, left_out };

// Reads configuration, rules, templates and the model; a missing model is no problem, a damaged one is.
// Throws nothing: whatever goes wrong is among the problems.
LoadedPolicy load_policy(const std::filesystem::path& file, Examples examples);

}
