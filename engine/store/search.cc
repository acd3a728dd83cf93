#include "engine/store/search.h"

#include "engine/core/ticket.h"
#include "engine/store/documents.h"
#include "engine/store/groups.h"

#include <algorithm>
#include <string>
#include <vector>

namespace deskhand::engine {

namespace {

constexpr std::string_view cursor = "search cursor"; // the last event in the index

struct Document {
    std::int64_t event = 0, number = 0;
    std::string text;
};

// Histories hold much that nobody searches: "queue: a -> b", "told ann".
constexpr std::string_view unindexed_events =
    "SELECT ticket_event.id, ticket_event.ticket, place, kind, coalesce(words, text), "
    "CASE WHEN place = 1 THEN subject ELSE '' END FROM ticket_event JOIN ticket ON ticket.id = ticket_event.ticket "
    "WHERE ticket_event.id > $1 ORDER BY ticket_event.id LIMIT $2";

bool has_words(std::string_view kind)
{
    for (const auto with_words : {EventKind::received, EventKind::answered, EventKind::answered_automatically, EventKind::noted})
        if (kind == name_of(with_words)) return true;
    return false;
}

std::vector<Document> next_documents(Connection& connection, int most)
{
    std::vector<Document> documents;
    connection.each(unindexed_events,
                    [&](Columns& columns) {
                        Document next;
                        next.event = columns.integer();
                        const auto ticket = columns.id<TicketId>();
                        next.number = document_number(ticket, columns.integer());
                        const auto kind = columns.text();
                        const auto words = columns.text();
                        next.text = columns.text();
                        if (has_words(kind)) next.text += "\n" + words;
                        documents.push_back(std::move(next));
                    },
                    counter(connection, cursor), most);
    return documents;
}

}

int index_words(Database& database, int most)
{
    auto& connection = database.connection();
    if (next_documents(connection, 1).empty()) return 0; // no write lock for nothing
    std::size_t taken = 0;
    database.transaction([&] {
        const auto before = counter(connection, cursor);
        auto documents = next_documents(connection, most);
        taken = documents.size();
        if (taken > 0) add_to_counter(connection, cursor, documents.back().event - before);
        // In ascending order the index takes a whole group in one go.
        std::sort(documents.begin(), documents.end(), [](const auto& a, const auto& b) { return a.number < b.number; });
        for (const auto& document : documents)
            if (!document.text.empty()) connection.run(full_text_insert(connection.dialect), document.number, document.text);
    });
    return static_cast<int>(taken);
}

}
