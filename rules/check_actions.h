// What is wrong with the actions of a rule, before it may run.
#pragma once
#include "rules/rule.h"
#include "rules/surroundings.h"

#include <set>
#include <string>
#include <vector>

namespace deskhand::rules {

// Unknown queues, people, templates, priorities and statuses, addresses that cannot be written to,
// and ${names} that nothing in `capturable` fills or that stand where the sender's words must not
// decide (reply, notify, forward, status).
std::vector<Mistake> check_actions(const Rule& rule, const Surroundings& surroundings,
                                   const std::set<std::string>& capturable);

}
