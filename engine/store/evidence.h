// Which ticket a mail belongs to, and what proves it.
#pragma once
#include "engine/core/decide.h"
#include "engine/core/policy.h"
#include "engine/core/situation.h"
#include "engine/store/database.h"
#include "engine/store/inbox.h"
#include "mail/format/message.h"

namespace deskhand::engine {

struct FoundEvidence {
    Evidence evidence = Evidence::none;
    TicketId ticket{}; // as named; merged tickets are followed by whoever loads it
    std::string text{}; // which key matched, and its weight
};

// The strongest evidence the mail holds, in the order of `Evidence`. A forged token is no evidence; an expired one of
// staff, and whatever a mail shows whose sender's domain disowns it, makes a stranger's mail of it, unless the token is
// the requester's own.
FoundEvidence evidence_for(Database& database, const InboxRow& row, const ReadMail& read, const Policy& policy, Instant now);

// Numbers written as "[#1042]" in a subject, in order, each > 0.
std::vector<TicketId> numbers_in_subject(std::string_view subject);

}
