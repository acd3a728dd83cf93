// What a staff member wants done with a ticket, by mail or on the command line.
#pragma once
#include "engine/core/decision.h"
#include "engine/core/policy.h"
#include "engine/core/situation.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace deskhand::engine {

struct StaffOrders {
    std::string staff; // who orders; a staff name
    std::string words; // what is left when the commands are taken out
    std::vector<mail::DraftAttachment> attachments; // go with the words
    enum class Words { answer, note } words_are = Words::answer;
    std::optional<Status> status;
    std::optional<Priority> priority;
    std::optional<std::string> assignee, queue;
    std::vector<std::string> tags;
    enum class Suggestion { leave, send } suggestion = Suggestion::leave;
    std::vector<std::string> mistakes; // sentences; when there are any nothing is carried out
};

// Commands are lines of their own at the top or bottom of the text: #close, #reopen, #pending,
// #note, #send, #assign NAME (or "me"), #queue NAME, #priority NAME, #tag WORD. Names are checked.
StaffOrders read_staff_orders(std::string_view text, const std::string& staff,
                              const config::Settings& settings);

// Everything the carrying out of orders needs besides the orders.
struct OrderContext {
    const Situation& situation; // its ticket is set
    const Policy& policy;
    Instant now;
    std::string cause; // see Correspondence
};

// Answers, notes and changes as one decision. Words go to the requester unless they are a note;
// answering makes the ticket pending unless told otherwise.
Decision carry_out(const StaffOrders& orders, const OrderContext& context);

// Folds `other` into the context's ticket: its mail continues here, both histories say so.
Decision merge_tickets(const Ticket& other, const std::string& staff, const OrderContext& context);

}
