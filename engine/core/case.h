// One mail with everything it is judged by; what the parts of deciding pass to one another.
#pragma once
#include "engine/core/decide.h"

namespace deskhand::engine {

struct Case {
    const ReadMail& read;
    const Situation& situation;
    const Policy& policy;
    Instant now;
};

// The address of the mail's author in lower case; empty when it names none or several (mail::author_of).
std::string sender_of(const Case& c);
// The sender's name, or the address where there is none.
std::string sender_name(const Case& c);

// The guess that came with the mail, or the model's now.
predict::Prediction guess_for(const Case& c);

// Why a mail with a staff member's token must not command yet: what its authentication lacks by the policy for the
// member's domain. Nothing when it is enough, or when a person let the mail out of the quarantine.
std::optional<Reason> doubt_about_staff(const Case& c);

Decision decide_report(const Case& c);     // bounces and complaints
Decision decide_automatic(const Case& c);  // out-of-office, receipts, notifications
Decision decide_unsubscribe(const Case& c);
Decision decide_staff(const Case& c);      // a staff member answers a notice
Decision decide_request(const Case& c);    // everybody else

}
