// What a prediction costs a mail: fifty queues, twenty people, past answers to propose. What its model costs.
#include "predict/learn.h"
#include "predict/model.h"
#include "predict/model_file.h"
#include "tests/bench/harness.h"
#include "tests/support/temp_dir.h"

#include <fmt/core.h>

#include <optional>
#include <random>

namespace deskhand::bench {
namespace {

constexpr int queues = 50, people = 20, examples = 3000, words_of_a_queue = 12;

std::string request(std::minstd_rand& random, unsigned queue, int words)
{
    std::string text;
    for (int n = 0; n < words; ++n)
        text += random() % 3 == 0 ? fmt::format("topic{}x{} ", queue, random() % words_of_a_queue) : fmt::format("word{} ", random() % 400);
    return text;
}

std::vector<predict::Example> past()
{
    std::minstd_rand random{7};
    std::vector<predict::Example> out;
    for (int n = 0; n < examples; ++n) {
        const auto queue = static_cast<unsigned>(random() % queues);
        predict::Example example;
        example.subject = request(random, queue, 5);
        example.text = request(random, queue, 60);
        example.queue = fmt::format("queue{}", queue);
        example.assignee = fmt::format("person{}", queue % people);
        example.answer = fmt::format("Please do what topic{} needs, then try again.", queue);
        example.source = fmt::format("ticket #{}", n);
        example.answered_at = std::chrono::sys_seconds{std::chrono::seconds{1'700'000'000 + n * 600}};
        out.push_back(std::move(example));
    }
    return out;
}

// Milliseconds to read the model back from its file.
double milliseconds_to_load(const predict::Model& model)
{
    const tests::TempDir folder;
    predict::write_model(folder.path() / "model", model);
    std::vector<double> loads;
    for (int n = 0; n < 9; ++n) loads.push_back(1e3 * seconds_of([&] { predict::read_model(folder.path() / "model"); }));
    return median(loads);
}

std::vector<Figure> predict_mails()
{
    const auto examples_of_past = past();
    std::optional<predict::Model> model;
    const auto learning = processor_seconds_of([&] { model = predict::learn(examples_of_past); });
    std::minstd_rand random{8};
    std::vector<std::pair<std::string, std::string>> asked;
    for (unsigned n = 0; n < 500; ++n) asked.emplace_back(request(random, n % queues, 5), request(random, n % queues, 60));
    std::size_t seen = 0;
    const auto rate = median_rate(5, static_cast<double>(asked.size()), [&] {
        for (const auto& [subject, text] : asked) seen += model->predict({subject, text}).queues.size();
    }, processor_seconds_of);
    return {{.name = std::string{"prediction, 50 queues"} + (seen == 0 ? "!" : ""), .unit = "us/mail", .ours = 1e6 / rate,
             .yardstick_name = {}, .kind = Figure::Bar::ours_at_most, .bar = 100},
            {.name = fmt::format("learning {} requests", examples), .unit = "s", .ours = learning,
             .yardstick_name = {}, .kind = Figure::Bar::ours_at_most, .bar = 30},
            {.name = "loading the model", .unit = "ms", .ours = milliseconds_to_load(*model),
             .yardstick_name = {}, .kind = Figure::Bar::ours_at_most, .bar = 50}};
}

}

std::vector<Benchmark> predicting_benchmarks() { return {{"predicting", predict_mails}}; }

}
