// What the desk decides by: settings, rules, texts, model, tokens. Swapped whole on reload.
#pragma once
#include "config/settings.h"
#include "engine/core/token.h"
#include "predict/model.h"
#include "rules/rule_set.h"
#include "rules/template.h"

#include <optional>

namespace deskhand::engine {

struct Policy {
    config::Settings settings;
    rules::RuleSet rules;
    rules::Templates templates;
    std::optional<predict::Model> model; // absent until `deskhand learn` has run
    TokenMint mint;
};

// The staff member with this address (case ignored); nullptr for everybody else.
const config::StaffMember* staff_with_address(const config::Settings& settings,
                                              std::string_view address);
// By the short name used in rules and commands.
const config::StaffMember* staff_named(const config::Settings& settings, std::string_view name);
const config::Queue* queue_named(const config::Settings& settings, std::string_view name);
// True for every address the desk itself writes from or receives at, plus-addressed ones included.
bool is_our_address(const config::Settings& settings, std::string_view address);

}
