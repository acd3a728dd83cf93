// Signs that a mail was sent by a machine, and what the signs mean.
#pragma once
#include "mail/format/judgement.h"

#include <optional>
#include <string>
#include <vector>

namespace deskhand::mail {

// Ids of every sign against answering automatically: RFC 3834, Precedence, list headers (RFC 2369,
// 2919), vendors' headers, null and daemon senders, other helpdesks' marks, subjects.
std::vector<std::string> reasons_not_to_answer(const Message& message);

// An out-of-office or other automatic reply, a challenge or a notification; nothing for a person's mail. `signs` as
// reasons_not_to_answer gives them.
std::optional<Automatic> read_automatic(const Message& message, const std::vector<std::string>& signs);

// Ids of the list headers present.
std::vector<std::string> list_signs(const Message& message);

// What identifies the alerting program that sent the mail, e.g. "alert-nagios"; empty for others.
std::string alert_sign(const Message& message);

}
