// Absence notes: do they speak of one, and until when?
#pragma once
#include "mail/format/message.h"

#include <chrono>
#include <optional>
#include <string_view>

namespace deskhand::mail {

// "Automatic reply: ...", "Abwesenheitsnotiz: ..." and their like at the subject's beginning.
bool subject_says_automatic(std::string_view subject);

// Subject or first lines speak of somebody's absence. Asked only where a header or a subject says
// that the mail is automatic, because people write of their absence too.
bool speaks_of_absence(const Message& message);

// The day the sender says they are back or away until; years left out are completed from the mail's
// date.
std::optional<std::chrono::sys_days> return_date(const Message& message);

}
