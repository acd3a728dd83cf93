// Reading reports of mails that did not arrive, and complaints about mails that did.
#pragma once
#include "mail/format/judgement.h"

#include <optional>
#include <string>
#include <string_view>

namespace deskhand::mail {

// The records of message/delivery-status parts (RFC 3464), tolerant of blanks before colons and
// "rfc/822"; nothing when the mail has none.
std::optional<Bounce> read_delivery_reports(const Message& message);

// The records in RFC 3464 fields that stand anywhere, e.g. in the text of a report.
std::vector<BounceReport> records_in(std::string_view fields, const Message& message);

// The records of message/feedback-report parts (RFC 5965), of the older forms that put them
// into the text, and of junk mail reports that have none.
std::optional<Bounce> read_feedback_reports(const Message& message);

// A disposition notification that says the mail was refused (RFC 5429, Dovecot's and Sieve's
// "reject"); nothing for one that says it was read or deleted unread.
std::optional<Bounce> read_refusing_receipt(const Message& message);

// A failure told in prose: who by, which address, in which words. Nothing when the mail does not
// look like one.
std::optional<Bounce> read_bounce_text(const Message& message);

// True when no record says more than "delivered", "relayed" or "expanded".
bool tells_of_success(const Bounce& bounce);

// The sender is a mail system: null reverse-path, MAILER-DAEMON, postmaster.
bool is_from_daemon(const Message& message);

}
