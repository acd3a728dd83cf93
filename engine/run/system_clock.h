// The machine's own clock.
#pragma once
#include "engine/run/clock.h"

#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace deskhand::engine {

class SystemClock : public Clock {
public:
    Instant now() const override;
    void wait_until(Instant until, std::stop_token stop) override;
    void wake() override;

private:
    std::mutex mutex_;
    std::condition_variable_any news_;
    std::uint64_t wakes_ = 0; // guarded by mutex_
};

}
