// The desk benchmarks run: five queues, ten staff, a handful of rules, limits out of the way.
#pragma once
#include "engine/core/policy.h"

#include <filesystem>

namespace deskhand::bench {

engine::Policy bench_policy(const std::filesystem::path& database);

}
