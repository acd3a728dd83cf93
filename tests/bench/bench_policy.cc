#include "tests/bench/bench_policy.h"

#include "config/shipped.h"
#include "predict/learn.h"
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

predict::Model bench_model()
{
    constexpr const char* topics[][2] = {{"printer jams laptop screen", "onsite"}, {"vpn network wifi slow", "network"},
                                         {"password account locked login", "accounts"}, {"virus phishing mail", "security"},
                                         {"how do i open a file share", "helpdesk"}};
    std::vector<predict::Example> past;
    for (int n = 0; n < 1000; ++n) {
        const auto& [words, queue] = topics[n % 5];
        predict::Example example;
        example.subject = fmt::format("{} {}", words, n);
        example.text = fmt::format("Please help, {} since monday in room {}.", words, n * 7 % 311);
        example.queue = queue;
        example.answer = fmt::format("We look at it: {}", words);
        example.source = fmt::format("ticket #{}", n);
        example.answered_at = std::chrono::sys_seconds{std::chrono::seconds{1'700'000'000 + n * 600}};
        past.push_back(std::move(example));
    }
    return *predict::learn(past);
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
