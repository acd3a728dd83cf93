// Waiting for something that happens in another process, up to a deadline.
#pragma once
#include <poll.h>

#include <chrono>

namespace deskhand::tests {

constexpr std::chrono::milliseconds look_again{10};

// Looks until `happened()` is true or `within` has passed; true when it happened.
template <class Happened>
bool happens(const Happened& happened, std::chrono::milliseconds within = std::chrono::seconds{90})
{
    const auto until = std::chrono::steady_clock::now() + within;
    while (!happened()) {
        if (std::chrono::steady_clock::now() > until) return happened();
        ::poll(nullptr, 0, static_cast<int>(look_again.count()));
    }
    return true;
}

}
