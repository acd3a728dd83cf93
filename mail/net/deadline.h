// A moment by which something must have happened.
#pragma once
#include <algorithm>
#include <chrono>

namespace deskhand::mail {

class Deadline {
public:
    explicit Deadline(std::chrono::milliseconds budget)
        : at_{std::chrono::steady_clock::now() + budget}
    {}

    // What is left, rounded up, never below zero.
    std::chrono::milliseconds left() const
    {
        using std::chrono::milliseconds;
        const auto rest =
            std::chrono::ceil<milliseconds>(at_ - std::chrono::steady_clock::now());
        return std::max(rest, milliseconds::zero());
    }

private:
    std::chrono::steady_clock::time_point at_;
};

}
