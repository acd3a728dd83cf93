// An IMAP folder as a Mailbox.
#pragma once
#include "mail/net/mailbox_settings.h"

#include <memory>

namespace deskhand::mail {

// `server.port` 0 = 993, or 143 without TLS from the first octet. With disposal `keep` the folder is
// opened read-only. While the server has asked for a pause, open() throws without connecting.
// Of `bounds`, largest_mail and patience are used.
std::unique_ptr<Mailbox> make_imap_mailbox(ImapSettings settings, const MailboxSettings& bounds);

}
