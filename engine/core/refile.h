// Undoing what went to the wrong ticket: a mail moved or split off, a merge taken back.
#pragma once
#include "engine/core/decision.h"
#include "engine/core/staff_orders.h"

namespace deskhand::engine {

// A mail as the history of its ticket has it.
struct FiledMail {
    InboxId mail{};
    TicketId ticket{};   // where it is now
    std::string sender;  // lower case
    std::string subject, words;
};

// The mail goes to the context's ticket; its words stand in both histories, and both say who moved it. Moving it back
// undoes it. Its sender takes part in the ticket it comes to.
Decision move_mail(const FiledMail& mail, const std::string& staff, const OrderContext& context);

// The mail becomes a ticket of its own, with the number the situation reserved, in the queue of the context's ticket.
// Nobody is written to. Moving the mail back undoes it.
Decision split_mail(const FiledMail& mail, const std::string& staff, const OrderContext& context);

// The context's ticket is open again on its own; what came in meanwhile stays where it is.
Decision unmerge_ticket(const std::string& staff, const OrderContext& context);

}
