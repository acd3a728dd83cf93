// The desk benchmarks run: five queues, ten staff, a handful of rules, limits out of the way.
#pragma once
#include "engine/core/policy.h"

#include <filesystem>

namespace deskhand::bench {

// A model of its queues, trained on made-up requests.
predict::Model bench_model();

engine::Policy bench_policy(const std::filesystem::path& database);

}
