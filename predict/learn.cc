#include "predict/learn.h"

#include "predict/learn_labels.h"
#include "predict/learn_replies.h"
#include "predict/parts.h"

#include <algorithm>

namespace deskhand::predict {
namespace {

constexpr std::size_t texts_a_glance = 256; // between two looks at the stop token

// The latest examples that say anything, oldest first, in an order that does not depend on the caller's
// where times differ.
std::vector<Example> usable(std::span<const Example> examples, std::size_t most)
{
    std::vector<Example> kept;
    for (const auto& example : examples)
        if (!example.subject.empty() || !example.text.empty()) kept.push_back(example);
    std::stable_sort(kept.begin(), kept.end(),
                     [](const Example& a, const Example& b) { return a.answered_at < b.answered_at; });
    if (kept.size() > most) kept.erase(kept.begin(), kept.end() - static_cast<std::ptrdiff_t>(most));
    return kept;
}

std::optional<Past> read(std::span<const Example> examples, const LearnOptions& options, const Watch& watch)
{
    Past past;
    past.examples = examples;
    std::vector<Question> questions;
    for (std::size_t i = 0; i < examples.size(); ++i) {
        if (i % texts_a_glance == 0) {
            if (watch.stop.stop_requested()) return std::nullopt;
            if (watch.progress)
                watch.progress({"reading", static_cast<double>(i) / static_cast<double>(examples.size())});
        }
        questions.push_back(question_of(examples[i]));
        past.features.push_back(features_of(words_of(questions.back()), options.features));
    }
    past.groups = near_duplicate_groups(questions);
    past.vocabulary = vocabulary_of(past.features, options.features);
    return past;
}

}

std::optional<Model> learn(std::span<const Example> examples, const LearnOptions& options, const Watch& watch)
{
    const auto kept = usable(examples, options.most_examples);
    auto past = read(kept, options, watch);
    if (!past) return std::nullopt;
    const Target queue{&Example::queue, options.queue, "queue"};
    const Target assignee{&Example::assignee, options.assignee, "assignee"};
    auto queues = learn_labels(*past, queue, options, watch);
    if (!queues) return std::nullopt;
    auto assignees = learn_labels(*past, assignee, options, watch);
    if (!assignees) return std::nullopt;
    auto answers = learn_replies(*past, options, watch);
    if (!answers) return std::nullopt;

    auto parts = std::make_shared<Model::Parts>();
    parts->queues = std::move(*queues);
    parts->assignees = std::move(*assignees);
    parts->answers = std::move(*answers);
    parts->vocabulary = std::move(past->vocabulary);
    parts->example_count = kept.size();
    parts->trained_at = options.now;
    return Model{std::move(parts)};
}

}
