#include "tests/bench/harness.h"

namespace deskhand::bench {

std::vector<Benchmark> all_benchmarks()
{
    std::vector<Benchmark> all;
    for (const auto& group : {reading_benchmarks(), predicting_benchmarks(), fetching_benchmarks(), intake_benchmarks(), store_benchmarks(),
                              sending_benchmarks(), desk_benchmarks(), view_benchmarks(), resting_benchmarks()})
        all.insert(all.end(), group.begin(), group.end());
    return all;
}

}
