// States of rows by the names they are stored under.
#pragma once
#include "engine/store/inbox.h"

#include <string_view>

namespace deskhand::engine {

std::string_view name_of(InboxState state);

// A row whose state no program wrote is for a person to look at.
InboxState inbox_state_named(std::string_view name);

}
