// How long to wait after failures in a row: doubling with full jitter.
#pragma once
#include <algorithm>
#include <chrono>
#include <random>

namespace deskhand::engine {

class Backoff {
public:
    // 0 < first <= longest.
    Backoff(std::chrono::milliseconds first, std::chrono::milliseconds longest) : first_{first}, longest_{longest} {}

    std::chrono::milliseconds next()
    {
        const auto most = std::min(longest_, first_ * (1 << std::min(failures_++, 16)));
        std::uniform_int_distribution<std::int64_t> spread{first_.count() / 2, most.count()};
        return std::chrono::milliseconds{spread(random_)};
    }
    void reset() { failures_ = 0; }

private:
    std::chrono::milliseconds first_, longest_;
    int failures_ = 0;
    std::minstd_rand random_{std::random_device{}()};
};

}
