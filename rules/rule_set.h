// The rules in force: which of them match given facts, and why.
#pragma once
#include "rules/action.h"
#include "rules/facts.h"
#include "rules/rule.h"

#include <memory>
#include <string>
#include <vector>

namespace deskhand::rules {

// One rule that matched.
struct Applied {
    std::string rule;                 // its name
    Location where;
    std::vector<Action> actions;      // captures already filled in
    std::vector<std::string> because; // the conditions that held, in words
};

// An immutable, compiled list of rules; cheap to copy, safe to share between threads.
class RuleSet {
public:
    RuleSet(); // no rules

    // Compiles rules in order. Patterns that RE2 refuses, unknown facts and operators that do not
    // fit a fact's type come back as mistakes, all of them; such a rule is left out.
    struct Compiled;
    static Compiled compile(std::vector<Rule> rules, const Surroundings& surroundings);

    // Rules that match, in order, ending after one that says stop. Linear in text and rules.
    std::vector<Applied> match(const Facts& facts) const;

    const std::vector<Rule>& rules() const;

private:
    struct Parts;
    std::shared_ptr<const Parts> parts_;
};

struct RuleSet::Compiled {
    RuleSet rules;
    std::vector<Mistake> mistakes;
};

}
