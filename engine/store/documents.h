// How the full-text index numbers its documents.
#pragma once
#include "engine/core/ids.h"

#include <cstdint>
#include <limits>

namespace deskhand::engine {

// A text's number in the index: ticket first, then its place in the history. Newest document first is
// then newest ticket first, and a page of results starts below a number without any table beside it.
inline constexpr std::int64_t documents_of_a_ticket = std::int64_t{1} << 20;

inline std::int64_t document_number(TicketId ticket, std::int64_t place)
{
    return number(ticket) * documents_of_a_ticket + place % documents_of_a_ticket;
}

inline TicketId ticket_of_document(std::int64_t document) { return TicketId{document / documents_of_a_ticket}; }

// All documents of older tickets are below it; 0 = of every ticket.
inline std::int64_t documents_before(TicketId ticket)
{
    return number(ticket) == 0 ? std::numeric_limits<std::int64_t>::max() : number(ticket) * documents_of_a_ticket;
}

}
