// A Maildir on this machine as a Mailbox.
#pragma once
#include "mail/net/mailbox_settings.h"

#include <memory>

namespace deskhand::mail {

// Reads new and cur. A mail's uid is its file name up to ":2,", which stays when flags change.
// open() throws LoginRefused when there is no Maildir at the path. Arrivals in new are noticed at once
// where inotify works.
std::unique_ptr<Mailbox> make_maildir_mailbox(MaildirSettings settings, std::uint64_t largest_mail);

}
