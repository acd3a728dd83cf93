// Tickets as people and programs read them.
#pragma once
#include "engine/core/ticket.h"
#include "engine/run/json_writer.h"

#include <map>
#include <string>
#include <vector>

namespace deskhand::engine {

// One line a ticket; a sentence when there are none.
std::string ticket_table(const std::vector<Ticket>& tickets);

// Everything known about one ticket, the oldest event first. `suggestion` may be empty.
struct TicketStory {
    Ticket ticket;
    std::vector<Event> history;
    std::string suggestion;
    std::map<InboxId, std::string> evidence{}; // why a mail was put here, where that was recorded
};
std::string ticket_text(const TicketStory& story);

std::string tickets_json(const std::vector<Ticket>& tickets);
std::string ticket_json(const TicketStory& story);

}
