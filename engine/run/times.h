// Instants as lists write them.
#pragma once
#include "engine/core/instant.h"

#include <string>

namespace deskhand::engine {

// "2026-01-02 03:04" (UTC); "-" for the epoch, which stands for "never".
std::string minute_of(Instant at);

}
