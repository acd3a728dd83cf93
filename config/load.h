// Configuration and rule files to Settings, rules and templates, or to every problem in them.
#pragma once
#include "config/problem.h"
#include "config/settings.h"
#include "rules/rule_set.h"
#include "rules/template.h"

#include <filesystem>
#include <optional>
#include <vector>

namespace deskhand::config {

struct Loaded {
    // Absent when any problem is an error.
    std::optional<Settings> settings;
    rules::RuleSet rules;
    rules::Templates templates;
    std::vector<Problem> problems; // all of them, in file and line order
};

// Reads the configuration file and all it names: secrets (file with mode 0600, ${ENVIRONMENT},
// systemd credential), rule files, templates. Paths in it are relative to its folder. Never throws
// for what is in the files; a file that cannot be read is a problem too.
Loaded load(const std::filesystem::path& file);

// Only the rules of `settings`, read again from `files` (for trying changed rules).
Loaded load_rules(const Settings& settings, const std::vector<std::filesystem::path>& files);

}
