// What the rules that matched come to together, and whether that is what an example expects.
#pragma once
#include "rules/rule_set.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace deskhand::rules {

// Rules act in order, so of queue, person, priority, status and field the last one said counts;
// tags, replies, notices and forwards add up, each once.
struct Outcome {
    std::optional<std::string> queue, assignee, priority, status, hold;
    std::vector<std::string> tags, replies, notified, forwarded;
    std::map<std::string, std::string> fields;
    bool no_auto_reply = false;
    bool stopped = false;
};

Outcome outcome_of(const std::vector<Applied>& applied);

// Where `applied`, what the whole rule set made of the example's mail, is not what `example` of
// `rule` expects. The rule itself must have matched unless the example says `matched: no`. Lists
// are written "a, b" and compared without regard to order; `hold` and the like also take yes or no;
// "none" means that there is none.
std::vector<Mistake> compare(const Rule& rule, const Example& example,
                             const std::vector<Applied>& applied);

}
