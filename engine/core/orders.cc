#include "engine/core/orders.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

namespace deskhand::engine {
namespace {

// Carries one action of a rule over into the orders.
struct Fold {
    Orders& orders;

    void operator()(const rules::SetQueue& set) const { orders.queue = set.queue; }
    void operator()(const rules::AssignTo& assign) const { orders.assignee = assign.person; }
    void operator()(const rules::SetPriority& set) const
    {
        if (const auto priority = priority_named(set.priority)) orders.priority = priority;
    }
    void operator()(const rules::SetStatus& set) const
    {
        if (const auto status = status_named(set.status)) orders.status = status;
    }
    void operator()(const rules::AddTag& add) const { orders.tags.push_back(add.tag); }
    void operator()(const rules::SetField& set) const { orders.fields[set.name] = set.value; }
    void operator()(const rules::ReplyWith& reply) const { orders.replies.push_back(reply.template_name); }
    void operator()(const rules::Notify& notify) const
    {
        orders.notify.insert(orders.notify.end(), notify.people.begin(), notify.people.end());
    }
    void operator()(const rules::ForwardTo& forward) const
    {
        orders.forward.insert(orders.forward.end(), forward.addresses.begin(), forward.addresses.end());
    }
    void operator()(const rules::Hold& hold) const { orders.hold = hold.reason; }
    void operator()(const rules::NoAutoReply&) const { orders.auto_reply = Orders::AutoReply::forbidden; }
    void operator()(const rules::Stop&) const {} // the rule set has already stopped
};

}

Orders orders_of(const std::vector<rules::Applied>& applied)
{
    Orders orders;
    for (const auto& rule : applied) {
        std::vector<std::string> done;
        for (const auto& action : rule.actions) {
            std::visit(Fold{orders}, action);
            done.push_back(rules::describe(action));
        }
        orders.because.push_back({"rule", fmt::format("rule \"{}\" ({}:{}): {} -> {}", rule.rule, rule.where.file,
                                                      rule.where.line, fmt::join(rule.because, "; "),
                                                      fmt::join(done, ", "))});
    }
    return orders;
}

}
