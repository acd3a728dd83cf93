// The write of read-decide-write: a decision into tables, all or nothing.
#pragma once
#include "engine/core/decision.h"
#include "engine/store/database.h"
#include "engine/store/inbox.h"

#include <stdexcept>

namespace deskhand::engine {

// The ticket changed between reading and writing: load and decide again.
struct StaleTicket : std::runtime_error {
    using runtime_error::runtime_error;
};

// Somebody else decided about the mail meanwhile, or a person must first release it: leave it.
struct AlreadyDecided : StoreError {
    using StoreError::StoreError;
};

// What lists and searches show of a decided mail.
struct MailSummary {
    std::string from; // address, or "Name <address>"
    std::string subject, kind, message_id;
    std::string words; // the sender's own, for the full-text index
};

// Commit 2: tickets, events, outbox rows (composed here), reasons, and "journal row done" together.
// Automatic mail to a suppressed address is not queued; an event says so. Throws StaleTicket when an
// UpdateTicket's version has moved on or an OpenTicket's number is taken, AlreadyDecided when the
// mail is not waiting; nothing is written then, not even into a transaction of the caller's.
void apply_decision(Database& database, InboxId mail, const MailSummary& summary,
                    const Decision& decision, Instant now);

// The same for a decision no mail caused (commands, timers).
void apply_decision(Database& database, const Decision& decision, Instant now);

}
