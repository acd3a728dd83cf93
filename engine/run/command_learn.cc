// `deskhand learn`: the past to a model, swapped in whole when it is done.
#include "engine/core/folded.h"
#include "engine/run/commands.h"
#include "engine/run/evaluation_text.h"
#include "engine/run/past_mail.h"
#include "engine/run/standing.h"
#include "engine/run/system_clock.h"
#include "predict/learn.h"
#include "predict/look_back.h"
#include "predict/model_file.h"
#include "predict/pairing.h"

#include <fmt/core.h>

#include <csignal>
#include <set>
#include <thread>

#include <unistd.h>

namespace deskhand::engine {
namespace {

std::set<std::string> staff_addresses(const config::Settings& settings)
{
    std::set<std::string> out{folded(settings.desk.address.addr)};
    for (const auto& alias : settings.desk.also_known_as) out.insert(folded(alias));
    for (const auto& member : settings.staff) out.insert(folded(member.address.addr));
    return out;
}

// People appear in the model under the names rules and tickets use.
void name_assignees(std::vector<predict::Example>& examples, const config::Settings& settings)
{
    for (auto& example : examples) {
        const auto* member = staff_with_address(settings, example.assignee);
        if (!member) member = staff_named(settings, example.assignee);
        example.assignee = member ? member->name : std::string{};
    }
}

std::vector<predict::Example> examples_from(const std::string& source, const Policy& policy)
{
    if (source == "tickets") {
        Database database{policy.settings.database};
        return past_tickets(database);
    }
    const auto mails = past_mails(source, policy.settings, [](std::size_t count) {
        if (count % 500 == 0) fmt::print(stderr, "\r  {} mails read", count);
    });
    auto examples = predict::pair(mails, staff_addresses(policy.settings));
    name_assignees(examples, policy.settings);
    fmt::print(stderr, "\r  {}: {} mails, {} requests with what became of them\n", source, mails.size(), examples.size());
    return examples;
}

constexpr std::size_t fewest_for_a_look_back = 50; // examples; fewer say nothing worth the time

// What the latest fifth of the past says about a model of the rest; empty when there is too little of it or when stopped.
std::string told_by_the_latest(const std::vector<predict::Example>& examples, const predict::LearnOptions& options,
                               const predict::Watch& watch)
{
    if (examples.size() < fewest_for_a_look_back) return {};
    const auto evaluation = predict::look_back(examples, 0.2, options, watch);
    const auto text = evaluation ? evaluation_text(*evaluation) : std::string{};
    return text.empty() ? text : "on the latest fifth, by a model that learnt the rest:\n" + text;
}

// How far the training is: on a terminal a line that moves, elsewhere a line for each stage.
class StageLine {
public:
    void show(const predict::Progress& progress)
    {
        if (stage_ != progress.stage) {
            end();
            stage_ = progress.stage;
            if (!moves_) fmt::print(stderr, "  {}\n", stage_);
        }
        if (moves_) fmt::print(stderr, "\r  {} {:3.0f} %", stage_, 100 * progress.share);
    }
    void end()
    {
        if (moves_ && !stage_.empty()) fmt::print(stderr, "\n");
        stage_.clear();
    }

private:
    bool moves_ = ::isatty(STDERR_FILENO) == 1;
    std::string stage_;
};

// Ctrl-C ends the training; the old model stays in force.
class Interruptible {
public:
    Interruptible()
    {
        sigemptyset(&signals_);
        sigaddset(&signals_, SIGINT);
        sigaddset(&signals_, SIGTERM);
        pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
        listener_ = std::jthread{[this](std::stop_token own) {
            constexpr timespec patience{.tv_sec = 0, .tv_nsec = 200'000'000};
            while (!own.stop_requested())
                if (sigtimedwait(&signals_, nullptr, &patience) > 0) source_.request_stop();
        }};
    }
    std::stop_token token() const { return source_.get_token(); }

private:
    sigset_t signals_{};
    std::stop_source source_;
    std::jthread listener_;
};

}

ExitCode perform(const Invocation& invocation, const LearnCommand& command)
{
    const auto policy = standing_policy(invocation);
    if (!policy) return ExitCode::problems;
    const auto& file = policy->settings.prediction.model_file;
    if (file.empty()) {
        fmt::print(stderr, "the configuration names no model_file under prediction; add one\n");
        return ExitCode::problems;
    }
    std::vector<predict::Example> examples;
    for (const auto& source : command.from)
        for (auto& example : examples_from(source, *policy)) examples.push_back(std::move(example));
    if (examples.empty()) {
        fmt::print(stderr, "nothing to learn from: no request with an answer, a queue or a person was found; the model stays as it is\n");
        return ExitCode::failed;
    }
    const Interruptible interruptible;
    predict::LearnOptions options;
    options.now = std::chrono::floor<std::chrono::seconds>(SystemClock{}.now());
    StageLine line;
    const predict::Watch watch{.progress = [&](const predict::Progress& progress) { line.show(progress); }, .stop = interruptible.token()};
    const auto told = told_by_the_latest(examples, options, watch);
    const auto model = predict::learn(examples, options, watch);
    line.end();
    if (!model) {
        fmt::print(stderr, "stopped; the old model stays in force\n");
        return ExitCode::failed;
    }
    predict::write_model(file, *model);
    fmt::print("{}\n{}written to {}; a running desk takes it over at SIGHUP\n", model->summary(), told, file.string());
    return ExitCode::done;
}

}
