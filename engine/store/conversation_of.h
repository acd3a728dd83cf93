// The ticket a mail without any known id may continue: the candidates are loaded and mail::Conversations weighs them.
#pragma once
#include "engine/core/instant.h"
#include "engine/core/policy.h"
#include "engine/core/ticket.h"
#include "engine/store/database.h"
#include "mail/format/thread_marks.h"

#include <optional>
#include <string>

namespace deskhand::engine {

struct FoundConversation {
    TicketId ticket{};
    std::string why; // "score 8.5: subject +3.0 (printer in room seven), reply +1.0, ..."
};

// Among the newest tickets with the mail's subject or conversation of Outlook, and the author's own newest ones, in all of
// which the author takes part. Nothing for a mail that does not look like an answer; reads a bounded part of each history.
std::optional<FoundConversation> conversation_of(Database& database, const mail::ThreadMarks& marks, const Policy& policy, Instant now);

// Whether the address (lower case) may write into the ticket.
bool takes_part(const Ticket& ticket, const std::string& address);

}
