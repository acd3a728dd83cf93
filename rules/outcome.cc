#include "rules/outcome.h"

#include "rules/ascii.h"
#include "rules/nearest_name.h"
#include "rules/quantity.h"
#include "rules/vocabulary.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

namespace deskhand::rules {

namespace {

void add_once(std::vector<std::string>& list, const std::string& item)
{
    if (std::ranges::find(list, item) == list.end()) list.push_back(item);
}

struct Carry {
    Outcome& outcome;

    void operator()(const SetQueue& a) const { outcome.queue = a.queue; }
    void operator()(const AssignTo& a) const { outcome.assignee = a.person; }
    void operator()(const SetPriority& a) const { outcome.priority = a.priority; }
    void operator()(const AddTag& a) const { add_once(outcome.tags, a.tag); }
    void operator()(const SetField& a) const { outcome.fields[lower(a.name)] = a.value; }
    void operator()(const ReplyWith& a) const { add_once(outcome.replies, a.template_name); }
    void operator()(const Notify& a) const
    {
        for (const auto& person : a.people) add_once(outcome.notified, person);
    }
    void operator()(const ForwardTo& a) const
    {
        for (const auto& address : a.addresses) add_once(outcome.forwarded, address);
    }
    void operator()(const SetStatus& a) const { outcome.status = a.status; }
    void operator()(const Hold& a) const { outcome.hold = a.reason; }
    void operator()(const Stop&) const { outcome.stopped = true; }
    void operator()(const NoAutoReply&) const { outcome.no_auto_reply = true; }
};

constexpr std::string_view nothing = "none";

std::string shown(const std::optional<std::string>& value)
{
    return value ? *value : std::string{nothing};
}

std::string shown(const std::vector<std::string>& list)
{
    return list.empty() ? std::string{nothing} : fmt::format("{}", fmt::join(list, ", "));
}

std::string shown(bool yes) { return yes ? "yes" : "no"; }

std::set<std::string> items(std::string_view text)
{
    std::set<std::string> found;
    while (!text.empty()) {
        const auto comma = text.find(',');
        auto item = text.substr(0, comma);
        text.remove_prefix(comma == text.npos ? text.size() : comma + 1);
        while (item.starts_with(' ')) item.remove_prefix(1);
        while (item.ends_with(' ')) item.remove_suffix(1);
        if (!item.empty()) found.insert(lower(item));
    }
    return found;
}

// The outcome under the names that examples use.
std::map<std::string, std::string, std::less<>> by_expectation(const Outcome& outcome)
{
    std::map<std::string, std::string, std::less<>> values = {
        {"queue", shown(outcome.queue)},
        {"assign", shown(outcome.assignee)},
        {"priority", shown(outcome.priority)},
        {"tag", shown(outcome.tags)},
        {"reply", shown(outcome.replies)},
        {"notify", shown(outcome.notified)},
        {"forward", shown(outcome.forwarded)},
        {"status", shown(outcome.status)},
        {"hold", shown(outcome.hold)},
        {"stop", shown(outcome.stopped)},
        {"no_auto_reply", shown(outcome.no_auto_reply)},
    };
    for (const auto& [name, value] : outcome.fields) values["field." + name] = value;
    return values;
}

bool agrees(const std::string& expected, const std::string& actual)
{
    if (items(expected) == items(actual)) return true;
    const auto yes = yes_or_no(expected);
    if (!yes) return false;
    const bool happened = actual != nothing && actual != "no";
    return *yes == happened;
}

}

Outcome outcome_of(const std::vector<Applied>& applied)
{
    Outcome outcome;
    for (const auto& rule : applied)
        for (const auto& action : rule.actions) std::visit(Carry{outcome}, action);
    return outcome;
}

std::vector<Mistake> compare(const Rule& rule, const Example& example,
                             const std::vector<Applied>& applied)
{
    std::vector<Mistake> mistakes;
    std::vector<std::string> names;
    for (const auto& one : applied) names.push_back(one.rule);
    const auto came = names.empty() ? "no rule matched"
                                    : fmt::format("matched: {}", fmt::join(names, ", "));
    const auto mistake = [&](const std::string& what) {
        mistakes.push_back({example.where, fmt::format("example of rule `{}`: {}; {}", rule.name, what,
                                                       came),
                            "correct the rule or the example"});
    };
    const auto expects_match = example.expected.find("matched");
    const bool wanted = expects_match == example.expected.end() ||
                        yes_or_no(expects_match->second).value_or(true);
    const bool matched = std::ranges::find(names, rule.name) != names.end();
    if (matched != wanted)
        mistake(matched ? "the rule matched and should not" : "the rule did not match");
    const auto actual = by_expectation(outcome_of(applied));
    for (const auto& [key, expected] : example.expected) {
        if (key == "matched") continue;
        const auto found = actual.find(fact_key(key));
        const auto value = found == actual.end() ? std::string{nothing} : found->second;
        if (!agrees(expected, value))
            mistake(fmt::format("expected {} {}, got {}", key, expected, value));
    }
    return mistakes;
}

}
