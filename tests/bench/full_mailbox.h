// An IMAP mailbox full of sample mails, on a real Dovecot.
#pragma once
#include "tests/support/dovecot.h"

#include <cstddef>
#include <string>

namespace deskhand::bench {

// Puts `mails` sample mails straight into the user's Maildir.
void fill_mailbox(const tests::Dovecot& dovecot, const std::string& user, std::size_t mails);

}
