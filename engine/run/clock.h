// Where time comes from: the machine, or a test.
#pragma once
#include "engine/core/instant.h"

#include <stop_token>

namespace deskhand::engine {

class Clock {
public:
    virtual ~Clock() = default;
    virtual Instant now() const = 0;
    // Returns at `until`, when woken, or as soon as a stop is asked for.
    virtual void wait_until(Instant until, std::stop_token stop) = 0;
    // Ends the waits of other threads early: there is news.
    virtual void wake() = 0;
};

}
