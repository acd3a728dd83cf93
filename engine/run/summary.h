// What a stretch of time brought and what was done about it, as text for people.
#pragma once
#include "engine/core/policy.h"
#include "engine/store/database.h"

#include <string>

namespace deskhand::engine {

// Writes to standard output what came in during [from, to) and why it was decided as it was, what
// went out, what is open and what waits for a person, and the commands to look further. Reads only.
void print_summary(Database& database, const Policy& policy, Instant from, Instant to);

}
