#include "predict/evaluate.h"

#include <algorithm>
#include <cmath>

namespace deskhand::predict {
namespace {

double share(std::size_t part, std::size_t whole)
{
    return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
}

// Counts up one kind of label.
class LabelTally {
public:
    void add(std::string_view truth, const std::vector<Scored>& ranked, bool confident)
    {
        if (truth.empty()) return;
        const auto place = std::find_if(ranked.begin(), ranked.end(), [&](const Scored& s) { return s.label == truth; });
        const auto rank = place - ranked.begin();
        const bool right = place == ranked.begin() && !ranked.empty();
        judged_.push_back({ranked.empty() ? 0.0 : ranked.front().probability, right});
        first_ += right;
        first_three_ += place != ranked.end() && rank < 3;
        taken_ += confident;
        taken_right_ += confident && right;
    }

    LabelReport report() const
    {
        const auto count = judged_.size();
        LabelReport report{.count = count,
                           .top_1 = share(first_, count),
                           .top_3 = share(first_three_, count),
                           .taken = share(taken_, count),
                           .right_of_taken = share(taken_right_, taken_),
                           .at_5_percent = coverage_at_error(judged_, 0.05),
                           .reliability = reliability_of(judged_)};
        report.calibration_error = calibration_error(report.reliability);
        return report;
    }

private:
    std::vector<Judged> judged_;
    std::size_t first_ = 0, first_three_ = 0, taken_ = 0, taken_right_ = 0;
};

class AnswerTally {
public:
    void add(const Example& example, const Prediction& prediction)
    {
        if (example.answer.empty()) return;
        ++count_;
        if (prediction.answers.empty()) return;
        const auto& best = prediction.answers.front();
        const Question pair[] = {{{}, example.answer}, {{}, best.text}};
        const bool agreed = near_duplicate_groups(pair)[1] == 0;
        judged_.push_back({best.probability, agreed});
        agreed_ += agreed;
        certain_ += prediction.answer_is_certain;
        certain_right_ += prediction.answer_is_certain && agreed;
    }

    AnswerReport report() const
    {
        return {.count = count_,
                .proposed = share(judged_.size(), count_),
                .agreed = share(agreed_, count_),
                .certain = share(certain_, count_),
                .right_of_certain = share(certain_right_, certain_),
                .calibration_error = calibration_error(reliability_of(judged_))};
    }

private:
    std::vector<Judged> judged_;
    std::size_t count_ = 0, agreed_ = 0, certain_ = 0, certain_right_ = 0;
};

}

Reliability reliability_of(std::span<const Judged> judged)
{
    Reliability bins;
    for (const auto& one : judged) {
        const auto place = static_cast<std::size_t>(std::clamp(one.confidence, 0.0, 1.0) * reliability_bins);
        auto& bin = bins[std::min(place, reliability_bins - 1)];
        ++bin.count;
        bin.mean_confidence += one.confidence;
        bin.share_right += one.right;
    }
    for (auto& bin : bins) {
        const auto count = static_cast<double>(std::max<std::size_t>(1, bin.count));
        bin.mean_confidence /= count;
        bin.share_right /= count;
    }
    return bins;
}

double calibration_error(const Reliability& reliability)
{
    double distance = 0;
    std::size_t count = 0;
    for (const auto& bin : reliability) {
        distance += static_cast<double>(bin.count) * std::abs(bin.mean_confidence - bin.share_right);
        count += bin.count;
    }
    return count == 0 ? 0.0 : distance / static_cast<double>(count);
}

Coverage coverage_at_error(std::span<const Judged> judged, double error)
{
    std::vector<Judged> order{judged.begin(), judged.end()};
    std::stable_sort(order.begin(), order.end(),
                     [](const Judged& a, const Judged& b) { return a.confidence > b.confidence; });
    Coverage best;
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
        wrong += !order[i].right;
        const bool tied = i + 1 < order.size() && order[i + 1].confidence == order[i].confidence;
        if (!tied && static_cast<double>(wrong) <= error * static_cast<double>(i + 1))
            best = {share(i + 1, order.size()), order[i].confidence};
    }
    return best;
}

Evaluation evaluate(const Model& model, std::span<const Example> examples)
{
    LabelTally queues, assignees;
    AnswerTally answers;
    for (const auto& example : examples) {
        const auto prediction = model.predict(question_of(example));
        queues.add(example.queue, prediction.queues, prediction.queue_is_confident);
        assignees.add(example.assignee, prediction.assignees, prediction.assignee_is_confident);
        answers.add(example, prediction);
    }
    return {queues.report(), assignees.report(), answers.report()};
}

}
