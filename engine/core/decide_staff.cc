// A staff member answers a notice: words to the requester, commands to the desk.
#include "engine/core/case.h"
#include "engine/core/staff_orders.h"

#include <fmt/core.h>

namespace deskhand::engine {

Decision decide_staff(const Case& c)
{
    const auto* member = staff_with_address(c.policy.settings, sender_of(c));
    if (!member || !c.situation.ticket) return decide_request(c);
    auto orders = read_staff_orders(mail::own_text(c.read.message), member->name, c.policy.settings);
    orders.attachments = c.read.attachments;
    if (orders.words.empty() && !orders.attachments.empty() && orders.words_are == StaffOrders::Words::answer)
        orders.words = "Please see what is attached.\n";
    auto decision = carry_out(orders, {c.situation, c.policy, c.now, fmt::format("i{}", number(c.situation.mail))});
    decision.because.insert(decision.because.begin(),
                            {"token", fmt::format("genuine token of {}'s notice for {}", member->name,
                                                  reference_of(c.situation.ticket->id))});
    if (decision.actions.empty()) {
        decision.outcome = fmt::format("{}: nothing to do", reference_of(c.situation.ticket->id));
        decision.actions.push_back(FileSilently{"the reply holds neither words nor commands"});
    }
    return decision;
}

}
