#include "engine/run/load_policy.h"

#include "config/load.h"
#include "engine/core/case.h"
#include "engine/core/facts_of.h"
#include "engine/run/read_mail.h"
#include "predict/model_file.h"
#include "rules/outcome.h"

#include <fmt/core.h>

namespace deskhand::engine {
namespace {

config::Problem problem_of(const rules::Mistake& mistake)
{
    return {.file = mistake.where.file, .line = mistake.where.line, .column = mistake.where.column, .what = mistake.what,
            .remedy = mistake.remedy};
}

// Examples are judged as if their mail came from a stranger with no ticket.
std::vector<config::Problem> failed_examples(const Policy& policy)
{
    std::vector<config::Problem> problems;
    Situation situation;
    situation.mailbox = "example";
    for (const auto& rule : policy.rules.rules())
        for (const auto& example : rule.examples) {
            const auto read = read_mail(example.mail);
            situation.received = example.at;
            const Case c{read, situation, policy, situation.received};
            const auto applied = policy.rules.match(facts_of(c, guess_for(c)));
            for (const auto& mistake : rules::compare(rule, example, applied)) problems.push_back(problem_of(mistake));
        }
    return problems;
}

LoadedPolicy load(const std::filesystem::path& file, Examples examples)
{
    auto loaded = config::load(file);
    LoadedPolicy out{.policy = nullptr, .problems = std::move(loaded.problems)};
    if (!loaded.settings || config::any_error(out.problems)) return out;
    std::optional<predict::Model> model;
    const auto& model_file = loaded.settings->prediction.model_file;
    std::error_code unreadable; // read_model says what is wrong with such a file
    if (!model_file.empty() && (std::filesystem::exists(model_file, unreadable) || unreadable)) {
        try {
            model = predict::read_model(model_file);
        } catch (const predict::ModelFileError& damaged) {
            out.problems.push_back({.file = model_file.string(), .what = damaged.what(), .remedy = "run `deskhand learn` again"});
            return out;
        }
    }
    TokenMint mint{loaded.settings->token_key, loaded.settings->desk.host_name};
    const auto policy = std::make_shared<const Policy>(Policy{.settings = std::move(*loaded.settings), .rules = std::move(loaded.rules),
                                                              .templates = std::move(loaded.templates), .model = std::move(model),
                                                              .mint = std::move(mint)});
    if (examples == Examples::tried)
        for (auto& problem : failed_examples(*policy)) out.problems.push_back(std::move(problem));
    if (!config::any_error(out.problems)) out.policy = policy;
    return out;
}

}

LoadedPolicy load_policy(const std::filesystem::path& file, Examples examples)
{
    try {
        return load(file, examples);
    } catch (const std::exception& broken) {
        LoadedPolicy out;
        out.problems.push_back({.file = file.string(), .what = fmt::format("cannot be loaded: {}", broken.what()),
                                .remedy = "see that every file it names exists and that this user may read it"});
        return out;
    }
}

}
