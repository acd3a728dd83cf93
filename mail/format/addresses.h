// Address headers (RFC 5322 section 3.4) and message ids, the broken ones included.
#pragma once
#include "mail/format/message.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace deskhand::mail {

// The mailboxes of a raw header value, groups flattened, at most `limit`. Structure is read before
// anything is decoded, so a comma or an address inside a quoted or encoded name stays a name. A
// mailbox without a usable address keeps its name with an empty `addr`. Linear.
std::vector<Address> read_addresses(std::string_view raw, std::size_t limit,
                                    std::string_view prior = {});

// The ids between angle brackets, or where there are none, the words that contain an @; without
// brackets, in order; empty ids never. Linear.
std::vector<std::string> read_message_ids(std::string_view raw);

}
