// Where a mailbox on its server and the journal tell different stories.
#pragma once
#include "engine/store/inbox.h"
#include "mail/net/mailbox.h"

#include <span>
#include <string>
#include <vector>

namespace deskhand::engine {

// A sentence for each difference, in the order of the listing: mail that is listed and not journaled, journaled and not
// put away though it should be, put away and there again. `listing` is of everything, after a round.
std::vector<std::string> differences(const mail::Listing& listing, std::span<const Inbox::Place> places, mail::Disposal disposal);

}
