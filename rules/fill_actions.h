// Actions with ${names} replaced by what a mail holds.
#pragma once
#include "rules/condition_test.h"
#include "rules/facts.h"
#include "rules/rule.h"
#include "rules/surroundings.h"

#include <string>
#include <vector>

namespace deskhand::rules {

struct FilledActions {
    std::vector<Action> actions;
    std::vector<std::string> left_out; // in words, each with its reason
};

// ${name} is the capture or field of that name, else the fact; a list is joined by ", ". Queues,
// people and priorities that came out unknown are left out, as are tags that came out empty.
FilledActions fill_actions(const std::vector<Action>& actions, const Facts& facts,
                           const Captures& captures, const Surroundings& surroundings);

}
