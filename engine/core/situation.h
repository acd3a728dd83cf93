// Everything the desk knows that bears on one mail, read at once before deciding.
#pragma once
#include "engine/core/ticket.h"
#include "mail/format/judgement.h"
#include "mail/format/message.h"

#include <optional>
#include <string>
#include <vector>

namespace deskhand::engine {

// How a mail was tied to a ticket; the first that holds wins.
enum class Evidence {
    none,
    staff_token,     // genuine token of a notice to this very staff member
    requester_token, // genuine token of a mail to this very person
    reference,       // answers a mail we hold, and the sender takes part in the ticket
    subject_number,  // "[#1042]" in the subject, and the sender takes part in the ticket
    conversation,    // subject, people, time and quoted words say so (mail::Conversations), and the sender takes part
    stranger         // names a ticket that the sender has no part in
};

std::string_view name_of(Evidence evidence);

// Automatic mail queued lately; what the limits are held against.
struct AutomaticCounts {
    int to_sender_last_day = 0; // purposes for which answers_by_itself() holds
    int acknowledgements_to_sender_last_hour = 0;
    int for_ticket_last_day = 0; // the same purposes, over all recipients of the ticket
    int notices_for_ticket_last_hour = 0;
    int overall_last_hour = 0;   // every purpose for which is_automatic() holds
    int alarms_last_hour = 0;    // that told the operator of the breaker
};

// A mail of ours that a report speaks of.
struct SentMail {
    OutboxId id{};
    TicketId ticket{};
    std::string recipient;
    std::string purpose;
    // How the report names it: by a Message-ID only we and its reader know, or merely by recipient.
    enum class Named { by_message_id, by_recipient } named = Named::by_recipient;
};

// A request the sender made lately that is still open.
struct EarlierRequest {
    TicketId ticket{};
    std::string subject, words; // the newest words that came in on it
};

struct Situation {
    InboxId mail{};           // the journal row decided about
    std::string mailbox;      // where it was fetched
    std::string envelope_recipient; // when the source knows it
    // When its server took it in: the earliest of its top Received line, the server's own word and
    // our taking it, since copies and POP3 keep only some of these.
    Instant received{};
    bool hold_lifted = false; // a person let it out of the quarantine: rules may not hold it again
    TicketId next_ticket{};   // number a new ticket will get
    Evidence evidence = Evidence::none;
    std::string evidence_text; // which key matched and what it weighs; empty when none did
    std::optional<Ticket> ticket; // the ticket the evidence leads to (merged ones followed)
    std::string suggestion;   // the answer proposed for that ticket, if any
    std::string last_words;   // the newest that came in on that ticket
    std::vector<std::string> sent_words; // the last the desk wrote to its requester
    std::vector<std::string> ticket_message_ids; // last ids of the ticket, for References
    bool sender_known = false;      // wrote before
    bool sender_suppressed = false; // mail to them is known to fail or unwanted
    std::optional<SentMail> reported; // the mail a bounce or complaint speaks of
    AutomaticCounts automatic;
    std::vector<EarlierRequest> earlier; // of the sender, within a day, newest first
};

}
