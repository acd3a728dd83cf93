// Why a mail did not arrive, and what follows for the address.
#pragma once
#include "mail/format/judgement.h"
#include "mail/format/smtp_stage.h"

#include <string>
#include <string_view>

namespace deskhand::mail {

// What a report says of one recipient, before it is understood.
struct FailureSigns {
    std::string status;     // RFC 3463
    std::string reply;      // SMTP reply code
    std::string diagnostic; // the server's words
    std::string action;     // RFC 3464: failed, delayed, ...
    std::string words_type; // RFC 3464 diagnostic type: smtp, x-unix, ...
    std::string recipient;
    Stage stage = Stage::unknown;
};

struct Finding {
    std::string reason; // "undefined" where nothing speaks
    bool sure = false;  // about the address itself, not only about one refusal
};

// Reason by the server's words and the stage of the dialogue, then by the enhanced status, then by
// the reply code.
Finding bounce_reason(const FailureSigns& signs);

// suppress: nobody is there. suppress_after_n: somebody may be back. retry: the way was blocked for
// now. ours_to_fix: our server or text is refused. this_message_only: this content is.
BounceAction action_for(std::string_view reason);

// Fills in the report's reason, its action and whether it is hard: only a permanent refusal of an
// address surely dead is, never a 4xx.
void conclude(BounceReport& report, const FailureSigns& signs);

// First SMTP reply code ("550") and first enhanced status ("5.1.1") that stand in the words; a status
// of success only where there is no other.
std::string reply_in(std::string_view words);
std::string status_in(std::string_view words);

}
