// What a stretch of time brought and what was done about it, as text for people.
#pragma once
#include "engine/core/policy.h"
#include "engine/store/database.h"
#include "engine/store/inbox.h"
#include "engine/store/outbox.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace deskhand::engine {

inline constexpr int most_shown = 30; // newest mails in the table of decisions

// A mail that came in, and the reason that decided it.
struct DecidedMail {
    InboxLine line;
    std::string main_reason;
};

struct Summary {
    Instant from{}, to{};
    std::map<std::string, int> came_in; // kind -> mails
    std::vector<DecidedMail> decided;   // the newest, newest last
    std::map<std::pair<std::string, std::string>, int> went_out; // purpose and state -> mails queued meanwhile
    std::vector<std::pair<std::string, std::int64_t>> open; // queue -> tickets not closed
    std::vector<InboxLine> quarantined; // the newest few, whenever they came
    std::vector<OutboxRow> on_the_way;  // the newest few that wait to be sent, without octets
    std::int64_t on_the_way_count = 0;  // whenever they were queued
    std::int64_t waiting = 0, quarantined_count = 0, held = 0, given_up = 0; // whenever they came
};

// Reads only.
Summary summary_between(Database& database, const Policy& policy, Instant from, Instant to);

// The reason that says most: a guard before a rule before a prediction before a fallback.
std::string main_reason(const std::vector<Reason>& because);

std::string summary_text(const Summary& summary);
std::string summary_json(const Summary& summary);

// Writes to standard output what came in during [from, to) and why it was decided as it was, what
// went out, what is open and what waits for a person, and the commands to look further. Reads only.
void print_summary(Database& database, const Policy& policy, Instant from, Instant to);

}
