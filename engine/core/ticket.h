// A request, its people and its history.
#pragma once
#include "engine/core/ids.h"
#include "engine/core/instant.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace deskhand::engine {

enum class Status {
    fresh,   // nobody has answered yet
    open,    // being worked on
    pending, // waiting for the requester
    closed,
    merged // lives on in `merged_into`
};

enum class Priority { low, normal, high, urgent };

std::string_view name_of(Status status);
std::optional<Status> status_named(std::string_view name);
std::string_view name_of(Priority priority);
std::optional<Priority> priority_named(std::string_view name);

struct Ticket {
    TicketId id{};
    std::string subject;
    std::string requester; // address, lower case
    std::string requester_name;
    std::string queue;
    std::string assignee; // staff name; empty = nobody
    Status status = Status::fresh;
    Priority priority = Priority::normal;
    std::vector<std::string> tags;
    std::map<std::string, std::string> fields;
    std::vector<std::string> participants; // addresses that may append, lower case, requester first
    TicketId merged_into{};
    Instant created{}, updated{};
    std::int64_t version = 0; // grows with every change
};

enum class EventKind {
    received,  // mail from requester or participant
    answered,  // staff's words to the requester
    answered_automatically,
    acknowledged,
    noted,     // internal
    noticed,   // staff were told
    changed,   // queue, assignee, priority, status, tag, field
    merged,
    undelivered, // a mail of ours bounced or was given up
    uncertain,   // a mail of ours may have been delivered twice
    linked,      // another ticket mentions this one
    moved        // a mail went to another ticket or came from one, or a merge was undone
};

std::string_view name_of(EventKind kind);
std::optional<EventKind> event_named(std::string_view name);

// One line of a ticket's history; never changed once written.
struct Event {
    EventId id{};
    TicketId ticket{};
    Instant at{};
    EventKind kind = EventKind::noted;
    std::string actor; // address, staff name, "rule: ...", "deskhand"
    std::string text;  // the words, or what changed: "queue: helpdesk -> network"
    InboxId mail{};    // the journaled mail it came with
};

// "#1042", as written in subjects.
std::string reference_of(TicketId id);

}
