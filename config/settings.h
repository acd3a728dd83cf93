// Everything an admin can set, typed and checked; values only.
#pragma once
#include "mail/format/message.h"
#include "mail/net/lmtp_settings.h"
#include "mail/net/mailbox_settings.h"
#include "mail/net/smtp_courier.h"
#include "mail/net/token_source.h"
#include "rules/business_hours.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace deskhand::config {

enum class PlusAddressing { on, off }; // help+1042.token@desk reply addresses

struct DeskSettings {
    std::string name = "Help desk";
    mail::Address address;                // mails leave with this From
    std::vector<std::string> also_known_as; // further addresses that are ours
    std::string host_name;                // EHLO name and right side of Message-IDs
    PlusAddressing plus_addressing = PlusAddressing::off;
};

struct StaffMember {
    std::string name;    // short, unique; what rules and commands call them
    mail::Address address;
    bool away = false;
};

struct Queue {
    std::string name;
    std::vector<std::string> staff; // names; who is told about new requests
    std::optional<mail::Address> address; // From of its mails, else the desk's
};

// What beside the token a staff member's mail must show before it commands anything; what falls short is held.
enum class StaffProof {
    pass,       // From's domain passed authentication
    no_failure, // it did not fail; nothing said is enough
    token       // the token alone
};

// Who is believed to be who they say.
struct AuthenticationSettings {
    std::vector<std::string> trusted_hosts; // authserv-ids whose Authentication-Results count; empty = nobody's
    std::optional<StaffProof> staff;        // absent = pass where hosts are trusted, else token
    std::map<std::string, StaffProof> domains; // of staff addresses, lower case; stand before `staff`
    std::chrono::seconds staff_token_lifetime{180 * 86400}; // after which a notice can no longer be answered, > 0
};

enum class AutoReply { off, suggest, automatic };

// Caps on mail nobody wrote by hand; each > 0.
struct AutomaticLimits {
    int per_correspondent_per_day = 4;
    int per_ticket_per_day = 6;
    int acknowledgements_per_person_per_hour = 2;
    int overall_per_hour = 500; // the breaker: beyond it automatic mail waits for a person
    std::optional<mail::Address> alarm{}; // who is told of that; absent = the staff of the default queue
    // A program that is run with what the operator must know on its standard input, for when mail is no way
    // to reach anybody; empty = none.
    std::filesystem::path alarm_program{};
};

// Outgoing mail as files, for trying things out.
struct MaildirRelay {
    std::filesystem::path path;
    bool operator==(const MaildirRelay&) const = default;
};

struct RetrySettings {
    std::chrono::seconds first{300};          // after the first temporary refusal, > 0
    std::chrono::seconds longest{4 * 3600};   // >= first
    std::chrono::seconds lifetime{5 * 86400}; // from queueing to giving up, > first
};

struct PredictionSettings {
    AutoReply auto_reply = AutoReply::suggest;
    std::filesystem::path model_file; // may not exist yet
    double route_at = 0.6; // queue and person are taken over at this probability, in [0, 1]
    double answer_at = 0.5; // an answer is proposed at this probability, in [0, 1]
};

// A text with the file and line it came from, for messages about it.
struct TextFile {
    std::filesystem::path path;
    std::string text;
};

struct Settings {
    std::filesystem::path file; // the configuration file itself
    DeskSettings desk;
    std::filesystem::path database; // SQLite file
    std::vector<mail::MailboxSettings> mailboxes; // that are asked for mail
    std::vector<mail::LmtpSettings> lmtp;         // where mail servers hand mail in
    std::variant<MaildirRelay, mail::RelaySettings> outgoing;
    int courier_connections = 2; // > 0
    std::vector<std::shared_ptr<mail::TokenSource>> token_sources; // of the mailboxes and the relay, each once
    std::vector<Queue> queues;   // never empty after loading
    std::string default_queue;
    std::vector<StaffMember> staff;
    std::map<std::string, rules::BusinessHours> hours; // "default" = the desk's own
    AuthenticationSettings authentication;
    AutomaticLimits limits;
    RetrySettings retry;
    PredictionSettings prediction;
    // Mail older than this is filed silently; absent = answer everything.
    std::optional<std::chrono::sys_seconds> answer_from;
    // A ticket that waits for its requester this long is closed; absent = never.
    std::optional<std::chrono::seconds> close_pending_after;
    std::vector<std::filesystem::path> rule_files;
    std::filesystem::path templates; // folder of own templates over the shipped ones
    std::uint64_t largest_mail = 250u << 20; // octets; larger mail is quarantined by header only
    std::string token_key; // 32 octets; signs ticket tokens; from a file with mode 0600
};

}
