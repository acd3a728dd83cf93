#include "rules/rule_set.h"

#include "rules/ascii.h"
#include "rules/check_actions.h"
#include "rules/condition_test.h"
#include "rules/fill_actions.h"
#include "rules/surroundings.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace deskhand::rules {

struct RuleSet::Parts {
    std::vector<Rule> rules;
    std::vector<ConditionTest> tests; // of `rules`, in its order
    Surroundings surroundings;        // queues and people only
};

namespace {

bool says_stop(const std::vector<Action>& actions)
{
    return std::ranges::any_of(actions,
                               [](const Action& a) { return std::holds_alternative<Stop>(a); });
}

std::string place(const Location& where)
{
    return where.line > 0 ? fmt::format("{}:{}", where.file, where.line) : where.file;
}

// Checks that look at a rule among its neighbours.
class Neighbours {
public:
    std::vector<Mistake> check(const Rule& rule)
    {
        std::vector<Mistake> mistakes;
        const auto mistake = [&](std::string what, std::string remedy) {
            mistakes.push_back({rule.where, std::move(what), std::move(remedy)});
        };
        if (rule.name.empty()) mistake("the rule has no name", "write `name: ...`");
        const auto [earlier, is_new] = seen_.emplace(lower(rule.name), rule.where);
        if (!is_new && !rule.name.empty())
            mistake(fmt::format("there is another rule named `{}` at {}", rule.name,
                                place(earlier->second)),
                    "give one of them another name");
        if (rule.then.empty())
            mistake(fmt::format("rule `{}` does nothing", rule.name), "add actions under `then`");
        const auto constant = constancy(rule.when);
        if (constant == Constancy::never)
            mistake(fmt::format("rule `{}` can never match", rule.name), "correct its `when`");
        if (!stopper_.empty())
            mistake(fmt::format("no mail reaches rule `{}`: rule `{}` before it always stops",
                                rule.name, stopper_),
                    "move it before that rule, or give that rule a condition");
        else if (constant == Constancy::always && says_stop(rule.then)) stopper_ = rule.name;
        return mistakes;
    }

private:
    std::map<std::string, Location> seen_; // by lower-case name
    std::string stopper_;
};

std::set<std::string> names_set(const Rule& rule)
{
    std::set<std::string> names;
    for (const auto& action : rule.then)
        if (const auto* field = std::get_if<SetField>(&action)) names.insert(lower(field->name));
    return names;
}

}

RuleSet::RuleSet() : parts_{std::make_shared<const Parts>()} {}

RuleSet::Compiled RuleSet::compile(std::vector<Rule> rules, const Surroundings& surroundings)
{
    Compiled compiled;
    auto parts = std::make_shared<Parts>();
    parts->surroundings = {.queues = surroundings.queues, .people = surroundings.people,
                           .templates = {}, .hours = {}};
    Neighbours neighbours;
    std::set<std::string> capturable; // by this rule or one before it
    for (auto& rule : rules) {
        auto mistakes = neighbours.check(rule);
        auto condition = ConditionTest::compile(rule.when, surroundings);
        capturable.merge(condition.captures);
        std::ranges::move(condition.mistakes, std::back_inserter(mistakes));
        std::ranges::move(check_actions(rule, surroundings, capturable),
                          std::back_inserter(mistakes));
        capturable.merge(names_set(rule));
        if (mistakes.empty()) {
            parts->rules.push_back(std::move(rule));
            parts->tests.push_back(std::move(condition.test));
        }
        std::ranges::move(mistakes, std::back_inserter(compiled.mistakes));
    }
    compiled.rules.parts_ = std::move(parts);
    return compiled;
}

std::vector<Applied> RuleSet::match(const Facts& facts) const
{
    std::vector<Applied> applied;
    Captures captures;
    for (std::size_t i = 0; i < parts_->rules.size(); ++i) {
        const auto& rule = parts_->rules[i];
        auto answer = parts_->tests[i].ask(facts, captures);
        if (!answer.holds) continue;
        std::ranges::move(answer.captures, std::back_inserter(captures));
        auto filled = fill_actions(rule.then, facts, captures, parts_->surroundings);
        for (const auto& action : filled.actions)
            if (const auto* field = std::get_if<SetField>(&action))
                captures.emplace_back(field->name, field->value);
        std::ranges::move(filled.left_out, std::back_inserter(answer.because));
        applied.push_back({rule.name, rule.where, std::move(filled.actions),
                           std::move(answer.because)});
        if (says_stop(rule.then)) break;
    }
    return applied;
}

const std::vector<Rule>& RuleSet::rules() const { return parts_->rules; }

}
