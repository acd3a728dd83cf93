#include "rules/action.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace deskhand::rules {

namespace {

struct Describe {
    std::string operator()(const SetQueue& a) const { return "queue: " + a.queue; }
    std::string operator()(const AssignTo& a) const { return "assign: " + a.person; }
    std::string operator()(const SetPriority& a) const { return "priority: " + a.priority; }
    std::string operator()(const AddTag& a) const { return "tag: " + a.tag; }
    std::string operator()(const SetField& a) const
    {
        return fmt::format("field: {{{}: {}}}", a.name, a.value);
    }
    std::string operator()(const ReplyWith& a) const { return "reply: " + a.template_name; }
    std::string operator()(const Notify& a) const
    {
        return fmt::format("notify: [{}]", fmt::join(a.people, ", "));
    }
    std::string operator()(const ForwardTo& a) const
    {
        return fmt::format("forward: [{}]", fmt::join(a.addresses, ", "));
    }
    std::string operator()(const SetStatus& a) const { return "status: " + a.status; }
    std::string operator()(const Hold& a) const { return "hold: " + a.reason; }
    std::string operator()(const Stop&) const { return "stop"; }
    std::string operator()(const NoAutoReply&) const { return "no_auto_reply"; }
};

}

std::string describe(const Action& action) { return std::visit(Describe{}, action); }

}
