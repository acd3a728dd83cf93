#include "engine/run/system_clock.h"

namespace deskhand::engine {

Instant SystemClock::now() const
{
    return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
}

void SystemClock::wait_until(Instant until, std::stop_token stop)
{
    std::unique_lock lock{mutex_};
    const auto seen = wakes_;
    news_.wait_until(lock, stop, std::chrono::system_clock::time_point{until}, [&] { return wakes_ != seen; });
}

void SystemClock::wake()
{
    {
        const std::lock_guard lock{mutex_};
        ++wakes_;
    }
    news_.notify_all();
}

}
