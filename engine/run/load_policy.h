// Configuration file to the Policy in force, with everything that is wrong in it.
#pragma once
#include "config/problem.h"
#include "engine/core/instant.h"
#include "engine/core/policy.h"

#include <filesystem>
#include <memory>
#include <vector>

namespace deskhand::engine {

struct LoadedPolicy {
    std::shared_ptr<const Policy> policy; // null when any problem is an error
    std::vector<config::Problem> problems; // rules' own examples that fail included
};

// Reads configuration, rules, templates and the model (a missing model is no problem, a damaged one
// is), and runs the examples that rules carry. `now` is the instant the examples are judged at.
LoadedPolicy load_policy(const std::filesystem::path& file, Instant now);

}
