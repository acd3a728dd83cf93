// What most commands stand on: a loaded policy, or its problems shown and an exit code.
#pragma once
#include "engine/run/commands.h"
#include "engine/run/load_policy.h"

namespace deskhand::engine {

// The policy of the invocation's configuration. Warnings and errors go to standard error; null when
// there are errors, and the caller ends with ExitCode::problems.
std::shared_ptr<const Policy> standing_policy(const Invocation& invocation);

}
