// Mails that bring nothing new: what a machine sends again, and our own words coming back.
#pragma once
#include "engine/core/case.h"

#include <optional>
#include <string>
#include <string_view>

namespace deskhand::engine {

// Why nothing more should leave because of this mail; nothing when it brings news. A mail repeats an
// earlier one of its sender that is still open when subject and words are the same; where a ticket is
// named in the subject, numbers do not count, nor how often the subject's words are said. Somebody
// outside who holds one of our notices to staff is a mail system on their side.
std::optional<Reason> nothing_new(const Case& c);

// The subject bears a ticket's mark, ours or another desk's: "[#12]", "[Ticket#2026]", "[ABC-12]".
bool names_ticket(std::string_view subject);

enum class Numbers { kept, dropped };

// Words with one space between, in lower case, addresses and ticket marks left out; each word once
// where `numbers` are dropped.
std::string skeleton_of(std::string_view text, Numbers numbers);

}
