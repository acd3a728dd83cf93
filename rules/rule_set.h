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

    // Compiles rules in order. Patterns that RE2 refuses, unknown facts, queues, people and templates,
    // operators that do not fit a fact's type, names used twice and rules no mail can reach come
    // back as mistakes, all of them; such a rule is left out.
    struct Compiled;
    static Compiled compile(std::vector<Rule> rules, const Surroundings& surroundings);

    // Rules that match, in order, ending after one that says stop. What one rule captures or sets
    // is `field.<name>` to the conditions after it and `${name}` in actions. Linear in text and
    // rules; of each text the first mebibyte is asked. A filled-in queue, person or priority that
    // does not exist is left out and `because` says so.
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
