#include "rules/condition_test.h"

#include "rules/matcher.h"
#include "rules/nearest_name.h"
#include "rules/placeholders.h"
#include "rules/vocabulary.h"

#include <fmt/format.h>

#include <algorithm>

namespace deskhand::rules {

struct CompiledCondition {
    Condition::Shape shape = Condition::Shape::all;
    std::vector<CompiledCondition> children;
    std::string fact;
    std::string field; // of `field.<name>`, else empty
    std::optional<Matcher> matcher;
    Operator op = Operator::equals;
    std::string words;
};

namespace {

constexpr std::string_view field_prefix = "field.";
constexpr std::size_t longest_capture_shown = 80;

std::vector<std::string> fact_names()
{
    std::vector<std::string> names{"header.<name>", "field.<name>"};
    for (const auto& fact : known_facts()) names.emplace_back(fact.name);
    return names;
}

std::string operators_that_fit(const FactDescription& fact)
{
    std::string names;
    for (const auto& known : known_operators())
        if (fits(known.op, fact)) names += (names.empty() ? "" : ", ") + std::string{known.name};
    return names;
}

// The reason with what was found, e.g. `subject matches /.../: model=LJ4`.
std::string reason(const std::string& words, Operator op, const Found& found)
{
    if (!found.captures.empty()) {
        std::string captures;
        for (const auto& [name, value] : found.captures)
            captures += fmt::format("{}{}={}", captures.empty() ? "" : ", ", name,
                                    clipped(value, longest_capture_shown));
        return fmt::format("{}: {}", words, captures);
    }
    const bool says_more = op == Operator::in_domain || op == Operator::in_list;
    return says_more && !found.value.empty() ? fmt::format("{}: {}", words, found.value) : words;
}

}

const std::string* find_capture(const Captures& captures, const std::string& name)
{
    const auto found = std::find_if(captures.rbegin(), captures.rend(),
                                    [&](const auto& capture) { return capture.first == name; });
    return found == captures.rend() ? nullptr : &found->second;
}

namespace {

// Answers a tree; captures made on the way are kept only where what made them holds.
class Asking {
public:
    Asking(const Facts& facts, Captures captures) : facts_{facts}, captures_{std::move(captures)} {}

    bool holds(const CompiledCondition& node, std::vector<std::string>& because)
    {
        switch (node.shape) {
        case Condition::Shape::test: return test_holds(node, because);
        case Condition::Shape::all: return all_hold(node, because);
        case Condition::Shape::any:
            return std::ranges::any_of(node.children, [&](const CompiledCondition& child) {
                return holds_or_leaves_nothing(child, because);
            });
        case Condition::Shape::none: break;
        }
        std::vector<std::string> unused;
        const auto before = captures_.size();
        const bool one_holds = std::ranges::any_of(
            node.children, [&](const CompiledCondition& child) { return holds(child, unused); });
        captures_.resize(before);
        if (!one_holds) because.push_back(node.words);
        return !one_holds;
    }

    Captures taken_captures() { return std::move(captures_); }

private:
    bool holds_or_leaves_nothing(const CompiledCondition& node, std::vector<std::string>& because)
    {
        const auto before = captures_.size();
        const auto reasons_before = because.size();
        if (holds(node, because)) return true;
        captures_.resize(before);
        because.resize(reasons_before);
        return false;
    }

    bool all_hold(const CompiledCondition& node, std::vector<std::string>& because)
    {
        if (node.children.empty()) because.push_back(node.words);
        return std::ranges::all_of(node.children,
                                   [&](const CompiledCondition& child) { return holds(child, because); });
    }

    bool test_holds(const CompiledCondition& node, std::vector<std::string>& because)
    {
        static const FactValue absent;
        const FactValue* value = &absent;
        FactValue captured;
        const auto* capture = node.field.empty() ? nullptr : find_capture(captures_, node.field);
        if (capture) {
            captured = *capture;
            value = &captured;
        } else if (const auto known = facts_.find(node.fact); known != facts_.end()) {
            value = &known->second;
        }
        auto found = find(*node.matcher, *value);
        if (!found) return false;
        because.push_back(reason(node.words, node.op, *found));
        for (auto& made : found->captures) captures_.push_back(std::move(made));
        return true;
    }

    const Facts& facts_;
    Captures captures_;
};

// Compiles a tree, noting what is wrong with it.
class Compiling {
public:
    explicit Compiling(const Surroundings& surroundings) : surroundings_{surroundings} {}

    CompiledCondition compile(const Condition& condition, int depth)
    {
        CompiledCondition node;
        node.shape = condition.shape;
        if (depth > deepest_condition) {
            mistake(condition, fmt::format("conditions are nested deeper than {}", deepest_condition),
                    "split the rule");
            return node;
        }
        node.words = in_words(condition);
        if (condition.shape == Condition::Shape::test) compile_test(condition, node);
        else
            for (const auto& child : condition.children)
                node.children.push_back(compile(child, depth + 1));
        return node;
    }

    std::vector<Mistake> mistakes;
    std::set<std::string> captures;

private:
    void mistake(const Condition& at, std::string what, std::string remedy)
    {
        mistakes.push_back({at.where, std::move(what), std::move(remedy)});
    }

    void compile_test(const Condition& test, CompiledCondition& node)
    {
        const auto fact = find_fact(test.fact);
        if (!fact)
            return mistake(test, fmt::format("there is no fact `{}`", test.fact),
                           suggestion(test.fact, fact_names()));
        if (!fits(test.op, *fact))
            return mistake(test,
                           fmt::format("`{}` cannot be asked of `{}`", name_of(test.op), test.fact),
                           fmt::format("use one of: {}", operators_that_fit(*fact)));
        node.fact = fact_key(test.fact);
        if (node.fact.starts_with(field_prefix)) node.field = node.fact.substr(field_prefix.size());
        node.op = test.op;
        auto made = make_matcher(test, *fact, surroundings_);
        node.matcher = std::move(made.matcher);
        captures.insert(made.captures.begin(), made.captures.end());
        std::ranges::move(made.mistakes, std::back_inserter(mistakes));
    }

    const Surroundings& surroundings_;
};

}

ConditionTest::Compiled ConditionTest::compile(const Condition& condition,
                                               const Surroundings& surroundings)
{
    Compiling compiling{surroundings};
    Compiled compiled;
    compiled.test.root_ = std::make_shared<const CompiledCondition>(compiling.compile(condition, 0));
    compiled.mistakes = std::move(compiling.mistakes);
    compiled.captures = std::move(compiling.captures);
    return compiled;
}

ConditionTest::Answer ConditionTest::ask(const Facts& facts, const Captures& captured) const
{
    Answer answer;
    Asking asking{facts, captured};
    answer.holds = asking.holds(*root_, answer.because);
    if (!answer.holds) return {};
    auto all = asking.taken_captures();
    const auto added = all.begin() + static_cast<std::ptrdiff_t>(captured.size());
    answer.captures.assign(std::make_move_iterator(added), std::make_move_iterator(all.end()));
    return answer;
}

}
