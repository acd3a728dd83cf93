// Staff's work on tickets from the command line: who acts, and what is ordered.
#pragma once
#include "engine/core/policy.h"
#include "engine/core/staff_orders.h"
#include "engine/run/commands.h"
#include "engine/store/database.h"

#include <string>
#include <variant>

namespace deskhand::engine {

// Why it was not done, in a sentence that says what to do.
struct NotDone {
    ExitCode code = ExitCode::failed;
    std::string why;
};

// The staff member who acts: `named` (--as), else the only one there is, else the one called like
// the account `user`.
std::variant<std::string, NotDone> acting_staff(const config::Settings& settings, const std::string& named, const std::string& user);

// The orders of a command that changes one ticket (everything but list, show and merge).
std::variant<StaffOrders, NotDone> orders_of(const TicketCommand& command, const std::string& staff, const config::Settings& settings);

// Carries the command out in one transaction and returns what was decided and written. `now` also
// makes the Message-IDs of this command its own.
std::variant<Decision, NotDone> work_on(Database& database, const Policy& policy, const TicketCommand& command, Instant now);

}
