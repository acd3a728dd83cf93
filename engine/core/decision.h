// What becomes of a mail: actions as values, and why.
#pragma once
#include "engine/core/ticket.h"
#include "mail/format/compose.h"

#include <string>
#include <variant>
#include <vector>

namespace deskhand::engine {

// Why something was decided: a stable id and a sentence with the particulars.
struct Reason {
    std::string id;   // e.g. "rule", "prediction", "token", "limit"
    std::string text; // e.g. "rule \"printers to onsite\" (rules.yaml:12): subject contains printer"
};

// A new ticket with the number the situation reserved.
struct OpenTicket { Ticket ticket; };

// The whole new state of a ticket; refused when its version moved on meanwhile.
struct UpdateTicket { Ticket ticket; };

// One line for a ticket's history.
struct AddEvent { Event event; };

// Ties ids seen in the mail to the ticket, so that later answers to it are recognised.
struct RememberIds {
    TicketId ticket{};
    std::vector<std::string> message_ids;
    std::string subject{}, thread_index{}; // of a mail that came in: its skeleton and Outlook's conversation; empty = none
};

// A mail that came in belongs to another ticket from now on, with its ids: answers to it follow.
struct MoveMail { InboxId mail{}; TicketId from{}, to{}; };

// Why a mail is sent. The name decides retry, limits and what a lost answer means.
enum class Purpose { acknowledgement, answer, automatic_answer, notice, forward, closing, alarm, outage };

std::string_view name_of(Purpose purpose);
std::optional<Purpose> purpose_named(std::string_view name);

// Mail nobody wrote by hand and that may wait: everything but answers, forwards and what the operator must know (alarm: automatic
// mail is held; outage: mail does not come in).
bool is_automatic(Purpose purpose);
// Automatic mail to somebody outside: acknowledgement, automatic answer, closing. Loops are made
// of these, so each is held against the limits.
bool answers_by_itself(Purpose purpose);

// One mail for one recipient into the outbox.
struct Send {
    TicketId ticket{};
    Purpose purpose = Purpose::answer;
    std::string recipient;       // address of the envelope
    std::string envelope_sender; // where bounces go
    mail::Draft draft;
    std::string held_because{}; // empty = it leaves; else it waits in the outbox until a person releases it
};

// Keeps the answer proposed to staff, so that "#send" can send it.
struct KeepSuggestion { TicketId ticket{}; std::string text; };

// A person must look before anything happens.
struct Quarantine { std::string reason; };

// Never write to this address again unless a person lifts it.
struct Suppress { std::string address; std::string reason; };

// What a timer does when it is due.
enum class TimerKind { close_pending };

std::string_view name_of(TimerKind kind);
std::optional<TimerKind> timer_named(std::string_view name);

// One timer of a kind for a ticket; setting it again moves it.
struct SetTimer { TicketId ticket{}; TimerKind kind = TimerKind::close_pending; Instant due{}; };
struct CancelTimer { TicketId ticket{}; TimerKind kind = TimerKind::close_pending; };

// Kept in the journal; nothing else happens.
struct FileSilently { std::string reason; };

using Action = std::variant<OpenTicket, UpdateTicket, AddEvent, RememberIds, MoveMail, Send, KeepSuggestion,
                            Quarantine, Suppress, SetTimer, CancelTimer, FileSilently>;

struct Decision {
    std::string outcome; // in a few words: "new ticket #1042 in network", for lists and summaries
    std::vector<Action> actions; // carried out in order, in one transaction
    std::vector<Reason> because;
    TicketId ticket{}; // the ticket it concerns; 0 = none
};

// One line for people, e.g. "send notice to ann@desk.example".
std::string describe(const Action& action);

// What rules, model and settings can change about a decision, one sorted line each and without row
// numbers, so that the decision of then can be compared with the one of now.
std::vector<std::string> shape_of(const Decision& decision);

}
