// What most commands stand on: a loaded policy, or its problems shown and an exit code.
#pragma once
#include "engine/run/commands.h"
#include "engine/run/load_policy.h"
#include "engine/store/database.h"

#include <memory>
#include <optional>

namespace deskhand::engine {

// The policy of the invocation's configuration. Warnings and errors go to standard error; null when
// there are errors, and the caller ends with ExitCode::problems.
std::shared_ptr<const Policy> standing_policy(const Invocation& invocation);

// The database alone, for commands that look at rows or steer them: a secret this user cannot read or a
// mistake elsewhere in the configuration does not hinder them, and is mentioned. Nothing, with the
// problems shown, when the configuration cannot be read or has errors and the database is not there.
std::optional<Database> standing_database(const Invocation& invocation);

}
