// Journaled mail as people and programs read it.
#pragma once
#include "engine/run/json_writer.h"
#include "engine/store/inbox.h"

#include <string>
#include <vector>

namespace deskhand::engine {

// Quarantined mail and why each waits.
std::string quarantine_table(const std::vector<InboxLine>& lines);
std::string inbox_json(const std::vector<InboxLine>& lines);

// Members of the object being written.
void write_members(JsonWriter& json, const InboxLine& line);

// One quarantined mail with why it waits and what it says.
struct QuarantinedMail {
    InboxRow row;
    std::string reason;
    std::vector<Reason> because; // of the decision that put it there; may be empty
};
std::string quarantined_text(const QuarantinedMail& mail);
std::string quarantined_json(const QuarantinedMail& mail);

}
