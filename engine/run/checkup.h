// What a doctor looks at, each point by itself: found, and what to do about it.
#pragma once
#include "config/settings.h"
#include "engine/core/instant.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace deskhand::engine {

enum class Health { ok, warn, fail };

std::string_view name_of(Health health);

struct Finding {
    Health health = Health::ok;
    std::string where;  // e.g. "mailbox support"
    std::string found;  // what was tried and came of it
    std::string remedy; // empty when there is nothing to do
};

// None of these throws for what it finds, changes anything outside, or takes mail in.

// Connects, logs in and lists.
Finding check_mailbox(const mail::MailboxSettings& mailbox);
// Connects and logs in, or looks at the Maildir; hands over nothing.
Finding check_relay(const config::Settings& settings);
// Opens the database (making it when it is not there), reads all of it, looks at the schema.
Finding check_database(const std::filesystem::path& file);
// The clock against reason and against the newest mail of the journal.
Finding check_clock(const std::filesystem::path& database, Instant now);
// The folders the desk writes to.
std::vector<Finding> check_folders(const config::Settings& settings);
// Who else may read the mails and change the configuration.
std::vector<Finding> check_modes(const config::Settings& settings);

std::string findings_text(const std::vector<Finding>& findings);
std::string findings_json(const std::vector<Finding>& findings);

}
