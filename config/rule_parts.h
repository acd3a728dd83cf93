// Conditions and actions of a rule file.
#pragma once
#include "config/document.h"
#include "rules/rule.h"

#include <vector>

namespace deskhand::config {

rules::Location location_of(const Report& report, Place place);

// Condition of `when`: a map means all of its entries, a list all of its items.
rules::Condition read_condition(const Node& when, Report& report);

struct ReadActions {
    std::vector<rules::Action> actions;
    std::vector<rules::Location> places; // in the order of `actions`
};

// Actions of `then`: a list of words and maps, one map, or one word.
ReadActions read_actions(const Node& then, Report& report);

}
