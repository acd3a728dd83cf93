// Mails a server makes up in place of one it cannot give.
#pragma once
#include <string_view>

namespace deskhand::mail {

// Exchange's "Retrieval using the IMAP4 protocol failed for the following message: 117", also for POP3:
// its subject, and no Received field, which it has as soon as somebody sends it on.
bool is_stand_in(std::string_view mail);

}
