// The read of read-decide-write: all the desk knows that bears on one mail.
#pragma once
#include "engine/core/decide.h"
#include "engine/core/situation.h"
#include "engine/store/database.h"
#include "engine/store/inbox.h"

namespace deskhand::engine {

// What the mail itself tells: the situation of the first mail that ever comes.
Situation first_situation(const InboxRow& row, const ReadMail& read);

// Finds the ticket and the evidence for it, the counts the limits need and the mail a report speaks
// of. `row` gives journal id, mailbox and times. Reads only.
Situation load_situation(Database& database, const InboxRow& row, const ReadMail& read,
                         const Policy& policy, Instant now);

// The ticket (a merged one followed) and counts for a command that comes from no mail.
Situation load_situation(Database& database, TicketId ticket, Instant now);

}
