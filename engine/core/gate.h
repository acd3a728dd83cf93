// The one gate through which everything automatic leaves.
#pragma once
#include "engine/core/case.h"
#include "engine/core/letter.h"

#include <optional>
#include <vector>

namespace deskhand::engine {

// Why an automatic mail to the sender must not go out; nothing when it may. RFC 3834 section 2, mails
// that bring nothing new, then the limits per correspondent, per ticket and overall. Who writes as a
// ticket system does (a ticket's mark in the subject) gets one automatic mail a day.
std::optional<Reason> refusal_to_answer(const Case& c, Purpose purpose);

// The same for a mail about a ticket that answers none, e.g. that it was closed: the limits.
std::optional<Reason> refusal_to_tell(const Situation& situation, const config::Settings& settings);

// Why staff are not told of this mail: it brings nothing new, or its ticket has no end of news.
std::optional<Reason> refusal_to_notify(const Case& c);

// Why notices must wait for a person: the overall breaker.
std::optional<Reason> breaker(const Situation& situation, const config::Settings& settings);

// What tells the operator of the breaker, once an hour: to `limits.alarm`, or without that to who is
// told of new requests in the default queue.
std::vector<Send> alarms(const Case& c, Correspondence& letters);

// Addresses of those, in lower case.
std::vector<std::string> alarmed(const config::Settings& settings);

}
