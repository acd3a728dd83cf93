// Rules written in C++ as briefly as in a file, for the tests of this folder.
#pragma once
#include "rules/rule.h"
#include "rules/rule_set.h"
#include "rules/surroundings.h"

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

namespace deskhand::tests {

using rules::Condition;
using rules::Operator;

inline Condition test(std::string fact, Operator op, std::vector<std::string> operands)
{
    return {.shape = Condition::Shape::test, .fact = std::move(fact), .op = op,
            .operands = std::move(operands), .where = {"rules.yaml", 3, 5}};
}

inline Condition all(std::vector<Condition> children) { return {.children = std::move(children)}; }

inline Condition any(std::vector<Condition> children)
{
    return {.shape = Condition::Shape::any, .children = std::move(children)};
}

inline Condition none(std::vector<Condition> children)
{
    return {.shape = Condition::Shape::none, .children = std::move(children)};
}

inline rules::Rule rule(std::string name, Condition when, std::vector<rules::Action> then)
{
    return {.name = std::move(name), .when = std::move(when), .then = std::move(then),
            .where = {"rules.yaml", 2, 3}};
}

inline rules::Surroundings desk()
{
    rules::BusinessHours nine_to_five{.zone = "Europe/Berlin", .open = {}, .holidays = {}};
    for (unsigned day = 1; day <= 5; ++day)
        nine_to_five.open.push_back({std::chrono::weekday{day}, std::chrono::hours{9},
                                     std::chrono::hours{17}});
    return {.queues = {"helpdesk", "network", "onsite"},
            .people = {"ann", "ben", "ann@desk.example"},
            .templates = {"printer-steps", "closed"},
            .hours = {{"default", nine_to_five}}};
}

inline rules::RuleSet::Compiled compiled(std::vector<rules::Rule> written)
{
    return rules::RuleSet::compile(std::move(written), desk());
}

}
