// A clock that always says noon and never makes anybody wait.
#pragma once
#include "engine/run/clock.h"
#include "tests/engine/core/sample_policy.h"

namespace deskhand::tests {

struct StoppedClock final : engine::Clock {
    engine::Instant now() const override { return noon; }
    void wait_until(engine::Instant, std::stop_token) override {}
    void wake() override {}
};

}
