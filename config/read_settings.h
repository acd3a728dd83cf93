// The sections of the configuration file, each read into its part of Settings.
#pragma once
#include "config/read_oauth.h"
#include "config/section.h"
#include "config/settings.h"

#include <filesystem>
#include <map>
#include <string>
#include <variant>
#include <vector>

namespace deskhand::config {

// All of them report what is wrong and give defaults in its place, so that reading goes on.
// `folder` is where the configuration lies: relative paths start there.

DeskSettings read_desk(Section& root);
std::vector<StaffMember> read_staff(Section& root);
// One queue "helpdesk" of everybody when the file names none.
std::vector<Queue> read_queues(Section& root, const std::vector<StaffMember>& staff);
std::map<std::string, rules::BusinessHours> read_hours(Section& root);

struct MailSources {
    std::vector<mail::MailboxSettings> asked; // for mail
    std::vector<mail::LmtpSettings> told;     // when there is some
};
MailSources read_mailboxes(Section& root, TokenSources& sources);

struct Outgoing {
    std::variant<MaildirRelay, mail::RelaySettings> by;
    int connections = 2;
};
Outgoing read_outgoing(Section& root, TokenSources& sources);

AuthenticationSettings read_authentication(Section& root);
AutomaticLimits read_limits(Section& root);
RetrySettings read_retry(Section& root);
PredictionSettings read_prediction(Section& root, const std::filesystem::path& folder);
std::optional<std::chrono::sys_seconds> read_answer_from(Section& root);
std::string read_token_key(Section& root, const std::filesystem::path& folder);
std::filesystem::path database_file(Section& root, const std::filesystem::path& folder);
std::filesystem::path templates_folder(Section& root, const std::filesystem::path& folder);
// Files, folders (their *.yaml) and patterns (* and ? in the last part), sorted within each.
std::vector<std::filesystem::path> rule_files_named(Section& root,
                                                    const std::filesystem::path& folder);

// A whole configuration file; `file` names it in Settings.
Settings read_settings(const Node& document, const std::filesystem::path& file, Report& report);

// What must hold between the sections: names known, addresses not fed back, files not shared.
void check_settings(const Settings& settings, const Node& document, Report& report);

// An address, reported when it cannot be written to.
mail::Address read_address(Section& section, std::string_view key);

}
