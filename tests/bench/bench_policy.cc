#include "tests/bench/bench_policy.h"

#include "config/shipped.h"
#include "rules/surroundings.h"

#include <fmt/core.h>

namespace deskhand::bench {
namespace {

rules::Rule rule_for(const std::string& word, const std::string& queue)
{
    rules::Condition test;
    test.shape = rules::Condition::Shape::test;
    test.fact = "subject";
    test.op = rules::Operator::matches;
    test.operands = {"(?i)\\b" + word + "\\b"};
    return {.name = word + " to " + queue, .when = test, .then = {rules::SetQueue{queue}}, .examples = {}, .where = {"bench", 1, 1}};
}

}

engine::Policy bench_policy(const std::filesystem::path& database)
{
    config::Settings settings;
    settings.desk.address = {"IT desk", "help@desk.example"};
    settings.desk.host_name = "desk.example";
    settings.database = database;
    settings.default_queue = "helpdesk";
    rules::Surroundings around;
    for (const auto* name : {"helpdesk", "network", "onsite", "accounts", "security"}) {
        config::Queue queue{.name = name, .staff = {}, .address = {}};
        for (int n = 0; n < 2; ++n) {
            const auto who = fmt::format("{}{}", name, n);
            settings.staff.push_back({.name = who, .address = {who, who + "@desk.example"}});
            queue.staff.push_back(who);
        }
        settings.queues.push_back(queue);
        around.queues.insert(name);
    }
    constexpr int out_of_the_way = 1'000'000'000;
    settings.limits = {out_of_the_way, out_of_the_way, out_of_the_way, out_of_the_way};
    auto compiled = rules::RuleSet::compile({rule_for("printer", "onsite"), rule_for("vpn", "network"), rule_for("password", "accounts"),
                                             rule_for("network", "network"), rule_for("laptop", "onsite")}, around);
    engine::TokenMint mint{std::string(32, 'k'), "desk.example"};
    return {.settings = std::move(settings), .rules = std::move(compiled.rules),
            .templates = rules::Templates::load(config::shipped_templates()).templates, .model = std::nullopt, .mint = std::move(mint)};
}

}
