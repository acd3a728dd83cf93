// What kind of mail it is, and whether anything automatic may answer it: two separate questions.
#pragma once
#include "mail/format/message.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace deskhand::mail {

enum class Kind {
    person,
    automatic, // out-of-office, auto-reply, notification
    list,      // mailing list or bulk
    bounce,
    complaint, // feedback report (RFC 5965)
    receipt,   // disposition notification (RFC 8098)
    alert,     // a monitoring system speaks
    command,   // staff command mail
    unsubscribe,
    invitation // calendar
};

// The kind's name as written in JSON, rules and tables.
std::string_view name_of(Kind kind);

// What to do about the address a report names.
enum class BounceAction {
    suppress,
    suppress_after_n,
    retry,
    ours_to_fix,
    this_message_only,
    complaint,
    none
};

std::string_view name_of(BounceAction action);

struct BounceReport {
    std::string recipient;
    std::string final_recipient{}; // where a forwarding made it another; empty otherwise
    std::string status; // RFC 3463, e.g. "5.1.1"
    std::string reply;  // SMTP reply code, e.g. "550"
    std::string reason; // e.g. "userunknown", "mailboxfull"
    BounceAction action = BounceAction::none;
    bool hard = false; // never from a 4xx
    std::string feedback_type;
    std::string diagnostic;
};

struct Bounce {
    std::vector<BounceReport> reports;
    std::string original_message_id; // without brackets; empty when the report carries none
};

struct Automatic {
    std::string type;                           // out_of_office, auto_reply, notification, ...
    std::optional<std::chrono::sys_days> until; // stated return date
};

struct MayAnswer {
    bool answer = true;
    std::vector<std::string> because; // reason ids, e.g. "auto-submitted", "list-id", "null-sender"
};

struct Judgement {
    Kind kind = Kind::person;
    std::vector<std::string> because; // reason ids for the kind
    MayAnswer may_answer;
    std::optional<Automatic> automatic;
    std::optional<Bounce> bounce;
};

// Judges by the mail alone: report shapes first (RFC 3464, 5965, 8098), then daemon senders and
// bounce texts, then alert senders, unsubscribe requests, and only then RFC 3834 headers and
// relatives. `may_answer` is false for everything automatic, for lists, null and daemon senders,
// and for other helpdesks' marks.
Judgement judge(const Message& message);

}
