// The schema as numbered steps, each applied once and never changed afterwards.
#pragma once
#include "engine/store/connection.h"

#include <string>
#include <vector>

namespace deskhand::engine {

// The statements of step `number` in this dialect; none when there is no such step.
std::vector<std::string> statements_of(Dialect dialect, int number);

// Number of the newest step this program knows.
int newest_schema();

// Number of the newest step applied to the database; 0 = empty.
int applied_schema(Connection& connection);

// Applies the missing steps up to `target`, each in a transaction of its own. Throws StoreError when
// the database was written by a newer program.
void migrate(Connection& connection, int target = newest_schema());

}
