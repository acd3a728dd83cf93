// Tickets and their append-only history.
#pragma once
#include "engine/core/ticket.h"
#include "engine/store/database.h"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace deskhand::engine {

struct TicketFilter {
    std::optional<Status> status{};      // absent = as `scope` says
    enum class Scope { active, every } scope = Scope::active; // `every` includes closed and merged
    std::string queue{}, assignee{}, requester{}; // empty = any
    // Full-text search over subject and words; every word must occur, "several words" as a phrase,
    // prin* as a beginning; empty = none.
    std::string words{};
    int most = 50;
    TicketId before{};                 // keyset paging: smaller numbers than this; 0 = newest
};

class Tickets {
public:
    explicit Tickets(Database& database) : database_{database} {}

    std::optional<Ticket> find(TicketId id);
    // The ticket, or the one it was merged into, however many steps away.
    std::optional<Ticket> find_current(TicketId id);
    std::vector<Ticket> list(const TicketFilter& filter); // newest first
    std::vector<Event> history(TicketId id);              // oldest first
    std::vector<std::string> message_ids(TicketId id, int most); // newest last
    // The ticket that holds a mail with this Message-ID.
    std::optional<TicketId> with_message_id(const std::string& message_id);
    // The newest mail in the ticket's history whose octets, fewer than `below`, are `wanted`; looks at the last 20.
    std::optional<InboxId> mail_with(TicketId id, std::size_t below, const std::function<bool(std::string_view)>& wanted);
    // Tickets with a mail of this subject skeleton, or of this conversation of Outlook; newest first, each once.
    std::vector<TicketId> with_subject(const std::string& skeleton, int most);
    std::vector<TicketId> with_thread_index(const std::string& thread_index, int most);
    std::string suggestion(TicketId id);
    std::string last_words(TicketId id); // the newest that came in; empty when there are none
    std::vector<std::string> sent_words(TicketId id, int most); // to the requester, newest first
    TicketId next_id(); // the number the next ticket will get, inside a transaction
    std::int64_t count_open(const std::string& queue); // empty = all queues

private:
    std::vector<Ticket> search(const TicketFilter& filter);

    Database& database_;
};

}
