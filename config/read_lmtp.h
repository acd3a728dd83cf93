// A place where mail servers hand mail in: the kind of mailbox that is not asked but told.
#pragma once
#include "config/section.h"
#include "mail/net/lmtp_settings.h"

#include <cstddef>

namespace deskhand::config {

// Whether an item of `mailboxes` says `type: lmtp`.
bool is_lmtp(const Node& node);

// Reads such an item; `number` counts from 1 and names one without a name.
mail::LmtpSettings read_lmtp(const Node& node, std::size_t number, Report& report);

}
