// Rule files to rules, each part knowing its place, or to every problem in them.
#pragma once
#include "config/problem.h"
#include "rules/rule.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace deskhand::config {

struct RuleFiles {
    std::vector<rules::Rule> rules; // in file order; parts that could not be read are missing
    std::vector<Problem> problems;
};

// The files one after another, as if they were one. Syntax only: whether facts, queues and patterns
// exist is for rules::RuleSet::compile to say.
RuleFiles read_rule_files(const std::vector<std::filesystem::path>& files);

// The rules of one file's text; `file` is for messages.
RuleFiles read_rules(std::string_view text, const std::string& file);

// What the rules room found wrong, for the list of problems.
Problem as_problem(const rules::Mistake& mistake);

}
