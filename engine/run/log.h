// One line a unit of work: when, what, how it went. Never a secret, never a mail's body.
#pragma once
#include "engine/core/instant.h"

#include <fmt/core.h>

#include <string>
#include <string_view>

namespace deskhand::engine {

enum class LogLevel { info, warning, error };

// Writes "2026-01-02T03:04:05Z level who: text" to standard error in one write; control characters
// of `text` are shown escaped.
void log(LogLevel level, std::string_view who, std::string_view text);

// An instant as people and logs write it: "2026-01-02T03:04:05Z".
std::string written(Instant at);

}
