// The words of the rule language: operators, actions, priorities, statuses, kinds of mail.
#pragma once
#include "rules/facts.h"
#include "rules/rule.h"

#include <optional>
#include <span>
#include <string_view>

namespace deskhand::rules {

struct OperatorDescription {
    std::string_view name; // as written in rule files
    Operator op;
    std::string_view help;
};

struct ActionDescription {
    std::string_view name; // as written in rule files
    std::string_view help;
};

std::span<const OperatorDescription> known_operators();
std::span<const ActionDescription> known_actions();

// What an example may expect: the actions' names, "matched"; besides these `field.<name>`.
std::span<const std::string_view> known_expectations();

std::string_view name_of(Operator op);

// Whether the operator can be asked of the fact.
bool fits(Operator op, const FactDescription& fact);

// The allowed words of a meaning; empty when any word will do or the desk decides.
std::span<const std::string_view> words_of(Meaning meaning);

}
