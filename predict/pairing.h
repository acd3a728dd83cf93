// Mailboxes of the past to examples: which request was answered by whom, with which words.
#pragma once
#include "predict/corpus.h"

#include <chrono>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace deskhand::predict {

// One mail as far as pairing needs it. Leave out automatic mail, lists and bounces beforehand.
struct PastMail {
    std::string message_id{}; // without brackets; empty = it has none
    std::vector<std::string> in_reply_to{}, references{};
    std::string from{};            // local@domain
    std::vector<std::string> to{}; // all recipients, copies included
    std::chrono::sys_seconds date{};
    std::string subject{};
    std::string own_text{};
    std::string queue{};  // the folder or queue it was filed under; empty = says nothing
    std::string ticket{}; // the ticket it belongs to, if known, e.g. "1042"
};

// A conversation without any header that links it is recognised by subject and requester within:
inline constexpr std::chrono::hours longest_pause = std::chrono::hours{24 * 30};

// The subject without "Re:", "AW:", "Fwd:" and their like in a dozen languages, without [tags] in front,
// blanks collapsed, ASCII letters small. "Re: [#12] VPN  down" gives "vpn down".
std::string thread_subject(std::string_view subject);

// One example for each request, conversations oldest first. Mails of one conversation share a ticket, an id in
// In-Reply-To or References, or (last resort) subject and requester within `longest_pause`. Copies
// with the same Message-ID count once. In a conversation that begins with a mail from outside:
//  - its first mail is the request; the first staff mail after it that replies to it, or else that is
//    written to its sender, is the answer, and who wrote that is the assignee;
//  - the queue is the request's own, else the first one any mail of the conversation has;
//  - a later mail from outside gives an example with an answer only, without queue and person, and
//    only when a staff mail names it in In-Reply-To.
// Conversations that staff began teach nothing. `staff` and all addresses are compared without case.
std::vector<Example> pair(std::span<const PastMail> mails, const std::set<std::string>& staff);

}
