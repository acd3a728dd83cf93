// Why a mail did not arrive, and what follows for the address.
#pragma once
#include "mail/format/judgement.h"

#include <string>
#include <string_view>

namespace deskhand::mail {

// What a report says of one recipient, before it is understood.
struct FailureSigns {
    std::string status;     // RFC 3463
    std::string reply;      // SMTP reply code
    std::string diagnostic; // the server's words
    std::string action;     // RFC 3464: failed, delayed, ...
};

// Reason by the server's words, then by the enhanced status, then by the reply code; "undefined"
// where nothing speaks.
std::string bounce_reason(const FailureSigns& signs);

// suppress: nobody is there. suppress_after_n: somebody may be back. retry: the way was blocked for
// now. ours_to_fix: our server or text is refused. this_message_only: this content is.
BounceAction action_for(std::string_view reason);

// Fills in the report's action and whether it is hard: only a permanent refusal of a dead address
// is, never a 4xx.
void conclude(BounceReport& report, const FailureSigns& signs);

// First SMTP reply code ("550") and first enhanced status ("5.1.1") that stand in the words.
std::string reply_in(std::string_view words);
std::string status_in(std::string_view words);

}
