#include "predict/model.h"

#include "predict/parts.h"
#include "predict/reasons.h"

#include <date/date.h>
#include <fmt/core.h>

#include <algorithm>
#include <numeric>

namespace deskhand::predict {
namespace {

struct Ranking {
    std::vector<Scored> labels;
    std::size_t best = 0; // place of the first one in the classifier
    bool confident = false;
};

Ranking ranked(const Classifier& classifier, std::span<const WeightedFeature> features)
{
    Ranking ranking;
    if (classifier.labels.empty()) return ranking;
    const auto probabilities = probabilities_of(classifier.scores(features), classifier.calibration);
    std::vector<std::size_t> order(probabilities.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto kept = std::min(most_ranked, order.size());
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(kept), order.end(),
                      [&](std::size_t a, std::size_t b) {
                          return probabilities[a] != probabilities[b] ? probabilities[a] > probabilities[b] : a < b;
                      });
    for (std::size_t i = 0; i < kept; ++i)
        ranking.labels.push_back({classifier.labels[order[i]], probabilities[order[i]]});
    ranking.best = order.front();
    const auto& threshold = classifier.calibration.threshold;
    ranking.confident = threshold && ranking.labels.front().probability >= *threshold;
    return ranking;
}

void propose_answers(Prediction& prediction, const ReplyIndex& index, std::span<const WeightedFeature> features)
{
    struct Proposal {
        std::uint32_t reply;
        double probability;
    };
    std::vector<Proposal> proposals;
    for (const auto& candidate : index.nearest(features, index.reply_of_request.size()))
        proposals.push_back({candidate.reply, index.probability(signals_of(candidate))});
    std::stable_sort(proposals.begin(), proposals.end(),
                     [](const Proposal& a, const Proposal& b) { return a.probability > b.probability; });
    if (proposals.size() > most_answers) proposals.resize(most_answers);
    for (const auto& [reply, probability] : proposals)
        prediction.answers.push_back({index.replies[reply].text, index.replies[reply].source, probability});
    prediction.answer_is_certain = !proposals.empty() && index.threshold &&
                                   proposals.front().probability >= *index.threshold &&
                                   index.replies[proposals.front().reply].uses >= fewest_uses;
}

Prediction predicted(const Model::Parts& parts, const Question& question)
{
    const auto& options = parts.vocabulary.options();
    const auto words = words_of(question);
    const auto features = parts.vocabulary.weigh(features_of(words, options));
    auto queues = ranked(parts.queues, features);
    auto assignees = ranked(parts.assignees, features);
    Prediction prediction;
    if (!queues.labels.empty())
        prediction.because = reasons_for(parts.queues, queues.best, words, features, options);
    prediction.queues = std::move(queues.labels);
    prediction.queue_is_confident = queues.confident;
    prediction.assignees = std::move(assignees.labels);
    prediction.assignee_is_confident = assignees.confident;
    propose_answers(prediction, parts.answers, features);
    return prediction;
}

}

Model::Model(std::shared_ptr<const Parts> parts) : parts_{std::move(parts)} {}

Prediction Model::predict(const Question& question) const noexcept
{
    try {
        return predicted(*parts_, question);
    } catch (...) {
        return {}; // no memory
    }
}

std::string Model::summary() const
{
    return fmt::format("learnt from {} examples on {}: {} queues, {} people, {} answers", parts_->example_count,
                       date::format("%F %T UTC", parts_->trained_at), parts_->queues.labels.size(),
                       parts_->assignees.labels.size(), parts_->answers.replies.size());
}

}
