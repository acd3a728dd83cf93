// Time in the engine: UTC, in microseconds, always a parameter.
#pragma once
#include <chrono>

namespace deskhand::engine {

using Instant = std::chrono::sys_time<std::chrono::microseconds>;

}
