#include "config/rule_parts.h"

#include "config/spelling.h"
#include "rules/vocabulary.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

namespace deskhand::config {

namespace {

using rules::Condition;
using Shape = Condition::Shape;

std::optional<Shape> shape_named(std::string_view word)
{
    if (word == "all") return Shape::all;
    if (word == "any") return Shape::any;
    if (word == "not") return Shape::none;
    return std::nullopt;
}

class ConditionReader {
public:
    explicit ConditionReader(Report& report) : report_{report} {}

    // Children of a map are its entries, of a list its items.
    Condition group(const Node& node, Shape shape)
    {
        Condition condition{.shape = shape, .where = location_of(report_, node.place)};
        if (node.kind == Node::Kind::list)
            for (const auto& item : node.items) condition.children.push_back(item_of_list(item));
        else if (node.kind == Node::Kind::map) entries(node, condition.children);
        else
            report_.error(node.place, "a condition is a fact with what it should be",
                          "write it like `subject: {contains: printer}`");
        if (node.items.empty() && node.kind != Node::Kind::scalar)
            report_.error(node.place, "there is no condition here",
                          "add one, or write `when: always` for a rule about every mail");
        if (condition.children.empty()) condition.children.push_back(stand_in());
        return condition;
    }

private:
    Condition item_of_list(const Node& item)
    {
        auto condition = group(item, Shape::all);
        return condition.children.size() == 1 ? std::move(condition.children.front()) : condition;
    }

    void entries(const Node& map, std::vector<Condition>& into)
    {
        std::set<std::string_view> seen;
        for (const auto& entry : map.items) {
            if (!seen.insert(entry.key).second)
                report_.error(entry.key_place, fmt::format("`{}` stands twice in one map", entry.key),
                              "join them, or make a list under `all`");
            if (const auto shape = shape_named(entry.key)) into.push_back(group_entry(entry, *shape));
            else tests(entry, into);
        }
    }

    Condition group_entry(const Node& entry, Shape shape)
    {
        auto condition = group(entry, shape);
        // `not: {a: 1, b: 2}` denies the whole, `not: [a, b]` each of them.
        if (shape == Shape::none && entry.kind == Node::Kind::map && condition.children.size() > 1) {
            Condition whole{.shape = Shape::all, .children = std::move(condition.children),
                            .where = condition.where};
            condition.children.clear();
            condition.children.push_back(std::move(whole));
        }
        return condition;
    }

    // `fact: text`, `fact: [a, b]` or `fact: {operator: operand, ...}`.
    void tests(const Node& fact, std::vector<Condition>& into)
    {
        switch (fact.kind) {
        case Node::Kind::scalar:
            return into.push_back(test(fact, rules::Operator::equals, {fact.text}));
        case Node::Kind::list:
            return into.push_back(test(fact, rules::Operator::in_list, operands(fact)));
        case Node::Kind::map: return operators(fact, into);
        case Node::Kind::nothing:
            report_.error(fact.key_place, fmt::format("`{}` is compared with nothing", fact.key),
                          "write what it should be, or `{present: no}`");
        }
    }

    void operators(const Node& fact, std::vector<Condition>& into)
    {
        if (fact.items.empty())
            report_.error(fact.place, fmt::format("`{}` is compared with nothing", fact.key),
                          "write an operator, e.g. {contains: text}");
        for (const auto& entry : fact.items) {
            const auto known = rules::known_operators();
            const auto found =
                std::ranges::find(known, std::string_view{entry.key}, &rules::OperatorDescription::name);
            if (found != known.end()) {
                auto made = test(fact, found->op, operands(entry));
                made.where = location_of(report_, entry.key_place);
                into.push_back(std::move(made));
                continue;
            }
            std::vector<std::string_view> names;
            for (const auto& one : known) names.push_back(one.name);
            report_.error(entry.key_place, fmt::format("there is no operator `{}`", entry.key),
                          advice(entry.key, names));
            into.push_back(stand_in());
        }
    }

    std::vector<std::string> operands(const Node& node)
    {
        if (node.kind == Node::Kind::scalar) return {node.text};
        std::vector<std::string> texts;
        if (node.kind == Node::Kind::list)
            for (const auto& item : node.items) {
                if (item.kind == Node::Kind::scalar) texts.push_back(item.text);
                else report_.error(item.place, "only texts can stand here", "write a plain text");
            }
        else
            report_.error(node.place.line ? node.place : node.key_place,
                          fmt::format("`{}` needs a text or a list of texts", node.key),
                          "write what the value is compared with");
        return texts;
    }

    // For what could not be read: a test that says nothing wrong about the rules around it.
    static Condition stand_in()
    {
        return {.shape = Shape::test, .children = {}, .fact = "subject",
                .op = rules::Operator::present, .operands = {"yes"}};
    }

    Condition test(const Node& fact, rules::Operator op, std::vector<std::string> operands) const
    {
        return {.shape = Shape::test, .children = {}, .fact = fact.key, .op = op,
                .operands = std::move(operands), .where = location_of(report_, fact.key_place)};
    }

    Report& report_;
};

}

rules::Location location_of(const Report& report, Place place)
{
    return {report.file(), place.line, place.column};
}

rules::Condition read_condition(const Node& when, Report& report)
{
    if (when.kind == Node::Kind::scalar && when.text == "always")
        return {.shape = Shape::all, .where = location_of(report, when.place)};
    return ConditionReader{report}.group(when, Shape::all);
}

}
