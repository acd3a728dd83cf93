// The names under which a POP3 maildrop's mails are journaled.
#pragma once
#include "mail/net/mailbox.h"
#include "mail/protocol/pop3_session.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace deskhand::mail {

// One name a message, all different. "<UIDL>;<size>" normally: a server that uses a UIDL again for a
// mail of another size has a new mail. UIDLs that are blank, or the same on several mails of one
// size, name nothing for sure:
// - with `remove` those mails are named "@<session>;<number>;<size>", valid in this session only; after
//   a break they are new to the journal, whose content key knows them;
// - otherwise they are counted: "<UIDL>;<size>;2".
std::vector<std::string> pop3_uids(std::span<const Pop3Message> messages, Disposal disposal,
                                   std::string_view session);

// Whether the name is valid in one session only.
bool names_one_session(std::string_view uid);

}
