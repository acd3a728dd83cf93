// A POP3 maildrop as a Mailbox.
#pragma once
#include "mail/net/mailbox_settings.h"

#include <memory>

namespace deskhand::mail {

// `server.port` 0 = 995, or 110 without TLS from the first octet. dispose() commits by QUIT, which ends
// the session; the next call connects again. rest() ends it too, for a maildrop is locked while open.
// list() throws LoginRefused when the server has no UIDL and the disposal is not `remove`.
// Of `bounds`, largest_mail and patience are used.
std::unique_ptr<Mailbox> make_pop3_mailbox(Pop3Settings settings, const MailboxSettings& bounds);

}
