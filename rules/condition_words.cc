// Conditions in words, and those that say the same of every mail.
#include "rules/condition_test.h"
#include "rules/placeholders.h"
#include "rules/vocabulary.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string_view>

namespace deskhand::rules {

namespace {

// Octets of a group of conditions in words; the rest is left to the file.
constexpr std::size_t longest_words = 500;

std::string quoted(const std::vector<std::string>& operands, std::string_view mark)
{
    std::string all;
    for (const auto& operand : operands)
        all += fmt::format("{}{}{}{}", all.empty() ? "" : " or ", mark, operand, mark);
    return all;
}

std::string test_in_words(const Condition& test)
{
    const auto plain = fmt::format("{}", fmt::join(test.operands, " or "));
    switch (test.op) {
    case Operator::equals: return fmt::format("{} is {}", test.fact, quoted(test.operands, "\""));
    case Operator::contains:
        return fmt::format("{} contains {}", test.fact, quoted(test.operands, "\""));
    case Operator::matches: return fmt::format("{} matches {}", test.fact, quoted(test.operands, "/"));
    case Operator::in_list:
        return test.operands.size() <= 5
                   ? fmt::format("{} is {}", test.fact, quoted(test.operands, "\""))
                   : fmt::format("{} is in a list of {}", test.fact, test.operands.size());
    case Operator::in_domain: return fmt::format("{} is in domain {}", test.fact, plain);
    case Operator::present:
        return fmt::format("{} is {}", test.fact, plain == "no" ? "absent" : "present");
    case Operator::above: return fmt::format("{} is above {}", test.fact, plain);
    case Operator::below: return fmt::format("{} is below {}", test.fact, plain);
    case Operator::is_during: return fmt::format("{} is during {} hours", test.fact, plain);
    }
    return {};
}

std::string in_words(const Condition& condition, int depth)
{
    using enum Condition::Shape;
    if (condition.shape == test) return test_in_words(condition);
    if (depth >= deepest_condition) return "...";
    if (condition.children.empty()) return condition.shape == any ? "never" : "always";
    std::vector<std::string> parts;
    for (const auto& child : condition.children) parts.push_back(in_words(child, depth + 1));
    auto joined = fmt::format("{}", fmt::join(parts, condition.shape == all ? " and " : " or "));
    if (joined.size() > longest_words) joined = std::string{clipped(joined, longest_words)} + "...";
    if (condition.shape == none) return fmt::format("not ({})", joined);
    return parts.size() == 1 ? joined : fmt::format("({})", joined);
}

Constancy constancy(const Condition& condition, int depth)
{
    using enum Condition::Shape;
    if (condition.shape == test || depth >= deepest_condition) return Constancy::depends;
    std::vector<Constancy> children; // asked once each: the tree may be deep
    for (const auto& child : condition.children) children.push_back(constancy(child, depth + 1));
    const auto some = [&](Constancy wanted) { return std::ranges::count(children, wanted) > 0; };
    const auto every = [&](Constancy wanted) {
        return std::ranges::all_of(children, [&](Constancy one) { return one == wanted; });
    };
    switch (condition.shape) {
    case all:
        return some(Constancy::never)     ? Constancy::never
               : every(Constancy::always) ? Constancy::always
                                          : Constancy::depends;
    case any:
        return some(Constancy::always)   ? Constancy::always
               : every(Constancy::never) ? Constancy::never
                                         : Constancy::depends;
    default:
        return some(Constancy::always)   ? Constancy::never
               : every(Constancy::never) ? Constancy::always
                                         : Constancy::depends;
    }
}

}

std::string in_words(const Condition& condition) { return in_words(condition, 0); }

Constancy constancy(const Condition& condition) { return constancy(condition, 0); }

}
