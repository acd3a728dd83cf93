// Many mails over one SMTP session, one transaction each, pipelined where the server allows.
#pragma once
#include "mail/protocol/delivery_result.h"
#include "mail/protocol/smtp_session.h"

#include <functional>
#include <span>
#include <string_view>
#include <vector>

namespace deskhand::mail {

struct SmtpMail {
    std::string_view sender; // empty = null reverse-path
    std::string_view recipient;
    std::string_view bytes;  // CRLF or LF line ends
};

// How far ahead of the answers to speak to a server that offers PIPELINING (RFC 2920).
enum class Pipelining {
    none,
    // A mail's MAIL, RCPT and DATA in one write: two round trips a mail.
    within_mails,
    // The next mail's commands also travel with the end of this one: one round trip a mail. Right by
    // the RFC, but Dovecot's submission service (seen with 2.3.19) takes the mail, dies of a
    // failed assertion and leaves the dot unanswered; for relays known to bear it.
    across_mails
};

// Sends the mails in order and returns one result for each; never throws for what the server or the
// connection does. `before_dot` is called with a mail's index just before its final dot goes out;
// when it throws, the dot does not, this mail and all later ones are NotSent, and the server
// is left in the middle of a mail: the connection must be dropped.
//
// Mails the server cannot take are answered here, in the server's stead:
//   553 5.1.3 / 5.1.7  an address that would break the command line
//   550 5.6.7          a non-ASCII address or header without SMTPUTF8 (RFC 6531)
//   552 5.3.4          larger than the server's SIZE
// A 421 closes the session: the mail it answers before its dot, and all later ones, are NotSent.
// The session is of further use when the results hold no NotSent and no AnswerUnknown.
std::vector<DeliveryResult> send_batch(SmtpSession& session, std::span<const SmtpMail> mails,
                                       const std::function<void(std::size_t)>& before_dot,
                                       Pipelining pipelining = Pipelining::within_mails);

}
