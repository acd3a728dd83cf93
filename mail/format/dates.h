// Dates of mail headers (RFC 5322 section 3.3 and what is sent instead).
#pragma once
#include "mail/format/message.h"

#include <optional>
#include <string_view>

namespace deskhand::mail {

// Nothing when the value is no date.
std::optional<MailDate> read_date_value(std::string_view raw, DateSource source);

// The date behind the last semicolon of a Received value.
std::optional<MailDate> date_of_received(std::string_view raw);

}
