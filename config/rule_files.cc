#include "config/rule_files.h"

#include "config/quantity.h"
#include "config/document.h"
#include "config/rule_parts.h"
#include "config/section.h"
#include "config/spelling.h"
#include "rules/vocabulary.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace deskhand::config {

namespace {

// Adds what an example expects under one key, a list as "a, b".
void read_expectation(const Node& entry, rules::Example& example, Report& report)
{
    const auto known = rules::known_expectations();
    const bool is_field = entry.key.starts_with("field.");
    if (!is_field && std::ranges::find(known, std::string_view{entry.key}) == known.end())
        return report.error(entry.key_place, fmt::format("nothing is called `{}` here", entry.key),
                            advice(entry.key, known));
    std::string value = entry.text;
    for (const auto& item : entry.items) value += (value.empty() ? "" : ", ") + item.text;
    if (value.empty())
        return report.error(entry.key_place, fmt::format("`{}` expects nothing", entry.key),
                            "write the value, or none");
    example.expected[entry.key] = std::move(value);
}

rules::Example read_example(const Node& node, const std::string& rule, Report& report)
{
    Section section{node, fmt::format("example of rule `{}`", rule), report};
    rules::Example example{.mail = section.required_text("mail", "write the mail after `mail: |`"),
                           .expected = {}, .where = location_of(report, node.place)};
    if (const auto at = section.text("at")) {
        if (const auto instant = instant_of(*at)) example.at = *instant;
        else section.error("at", fmt::format("`{}` is no time", *at), "write 2026-03-02T10:00Z (UTC)");
    }
    if (const auto* expect = section.find("expect"); expect && expect->kind == Node::Kind::map)
        for (const auto& entry : expect->items) read_expectation(entry, example, report);
    else
        section.error("expect", "an example says what it expects",
                      "write it like `expect: {queue: network}`");
    section.refuse_unknown_keys();
    return example;
}

rules::Rule read_rule(const Node& node, Report& report)
{
    const auto* name = find(node, "name");
    const auto shown = name && !name->text.empty()
                           ? fmt::format("rule `{}`", name->text)
                           : fmt::format("the rule at line {}", node.place.line);
    Section section{node, shown, report};
    rules::Rule rule{.where = location_of(report, node.place)};
    rule.name = section.required_text("name", "give it a name; reports and the log use it");
    if (const auto* when = section.find("when")) rule.when = read_condition(*when, report);
    else
        section.error("when", fmt::format("{} does not say when", shown),
                      "add `when:`, or `when: always` for a rule about every mail");
    if (const auto* then = section.find("then")) {
        auto read = read_actions(*then, report);
        rule.then = std::move(read.actions);
        rule.then_where = std::move(read.places);
    } else {
        section.error("then", fmt::format("{} does nothing", shown), "add actions under `then:`");
    }
    for (const auto* example : section.items("examples"))
        rule.examples.push_back(read_example(*example, rule.name, report));
    section.refuse_unknown_keys();
    return rule;
}

}

RuleFiles read_rules(std::string_view text, const std::string& file)
{
    RuleFiles read;
    const auto document = parse_document(text, file);
    if (const auto* problem = std::get_if<Problem>(&document)) {
        read.problems.push_back(*problem);
        return read;
    }
    Report report{file};
    Section top{std::get<Node>(document), "the rule file", report};
    for (const auto* rule : top.items("rules")) read.rules.push_back(read_rule(*rule, report));
    top.refuse_unknown_keys();
    read.problems = report.problems();
    return read;
}

RuleFiles read_rule_files(const std::vector<std::filesystem::path>& files)
{
    RuleFiles all;
    for (const auto& file : files) {
        const auto text = read_text_file(file.string());
        if (const auto* problem = std::get_if<Problem>(&text)) {
            all.problems.push_back(*problem);
            continue;
        }
        auto read = read_rules(std::get<std::string>(text), file.string());
        std::ranges::move(read.rules, std::back_inserter(all.rules));
        std::ranges::move(read.problems, std::back_inserter(all.problems));
    }
    return all;
}

Problem as_problem(const rules::Mistake& mistake)
{
    return {.file = mistake.where.file, .line = mistake.where.line, .column = mistake.where.column,
            .what = mistake.what, .remedy = mistake.remedy};
}

}
