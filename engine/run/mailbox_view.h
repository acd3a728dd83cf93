// Mailboxes as people and programs see them.
#pragma once
#include "engine/store/inbox.h"
#include "engine/store/mailboxes.h"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace deskhand::engine {

// A configured mailbox and what is recorded of it; nothing before its first turn.
struct MailboxLine {
    std::string name;
    std::chrono::seconds poll_interval{60};
    std::optional<MailboxHealth> health;
};

std::string mailboxes_table(const std::vector<MailboxLine>& lines, Instant now);
std::string mailboxes_json(const std::vector<MailboxLine>& lines, Instant now);

// Server and journal side by side.
struct Comparison {
    std::string mailbox;
    std::size_t listed = 0, journaled = 0;
    std::vector<std::string> differences{};
    std::string error{}; // why there was nothing to compare
};
std::string comparisons_text(const std::vector<Comparison>& all);
std::string comparisons_json(const std::vector<Comparison>& all);

// What a mailbox says about a mail the journal does not know.
struct Whereabouts {
    std::string mailbox;
    std::optional<MailboxHealth> health{};
    std::size_t listed = 0, unknown = 0; // mails on the server, and those of them not in the journal
    std::size_t refused = 0;             // of the latter, how many the server did not hand out
    std::vector<std::string> uids{};     // where it lies
    std::string error{};
};

// Why a mail is where it is: the rows of the journal, or without any what each mailbox says.
struct Reasoning {
    std::string words; // what was asked for
    std::vector<InboxLine> journaled;
    std::vector<Whereabouts> elsewhere;
};
std::string reasoning_text(const Reasoning& reasoning);
std::string reasoning_json(const Reasoning& reasoning);

}
