// What the matching rules together order, folded into one value.
#pragma once
#include "engine/core/decision.h"
#include "engine/core/ticket.h"
#include "rules/rule_set.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace deskhand::engine {

// Later rules overrule earlier ones; lists add up.
struct Orders {
    std::optional<std::string> queue, assignee;
    std::optional<Priority> priority;
    std::optional<Status> status;
    std::vector<std::string> tags;
    std::map<std::string, std::string> fields;
    std::vector<std::string> replies; // template names
    std::vector<std::string> notify;  // staff
    std::vector<std::string> forward; // addresses
    std::optional<std::string> hold;  // reason
    enum class AutoReply { allowed, forbidden } auto_reply = AutoReply::allowed;
    std::vector<Reason> because;
};

Orders orders_of(const std::vector<rules::Applied>& applied);

}
