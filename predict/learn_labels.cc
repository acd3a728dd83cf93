#include "predict/learn_labels.h"

#include "predict/train_linear.h"

#include <algorithm>
#include <map>

namespace deskhand::predict {
namespace {

// Examples with a label, and the labels.
struct Labelled {
    std::vector<std::uint32_t> places; // in Past, ascending
    std::vector<std::uint32_t> labels; // beside them, places in `names`
    std::vector<std::string> names;    // sorted
};

Labelled labelled(const Past& past, std::string Example::* label)
{
    std::map<std::string, std::uint32_t> numbers;
    for (const auto& example : past.examples)
        if (!(example.*label).empty()) numbers.emplace(example.*label, 0);
    Labelled found;
    for (auto& [name, number] : numbers) {
        number = static_cast<std::uint32_t>(found.names.size());
        found.names.push_back(name);
    }
    for (std::uint32_t i = 0; i < past.examples.size(); ++i) {
        const auto& name = past.examples[i].*label;
        if (name.empty()) continue;
        found.places.push_back(i);
        found.labels.push_back(numbers.at(name));
    }
    return found;
}

// Rows for the buckets that enough of these examples hold.
std::vector<std::int32_t> rows_for(const Past& past, std::span<const std::uint32_t> places, std::size_t fewest)
{
    const auto& options = past.vocabulary.options();
    std::vector<std::uint32_t> holding(std::size_t{1} << options.bucket_bits, 0);
    for (const auto place : places)
        for (const auto& feature : past.features[place]) ++holding[feature.bucket];
    std::vector<std::int32_t> rows(holding.size(), -1);
    std::int32_t next = 0;
    for (std::size_t bucket = 0; bucket < rows.size(); ++bucket)
        if (holding[bucket] >= fewest) rows[bucket] = next++;
    return rows;
}

class Fit {
public:
    Fit(const Past& past, const Labelled& labelled, const LearnOptions& options)
        : past_{past}, labelled_{labelled}, options_{options}
    {}

    // `chosen` are places in `labelled`.
    std::optional<Classifier> to(std::span<const std::uint32_t> chosen, const Watch& watch) const
    {
        std::vector<std::uint32_t> places;
        for (const auto i : chosen) places.push_back(labelled_.places[i]);
        Classifier classifier;
        classifier.labels = labelled_.names;
        classifier.row_of_bucket = rows_for(past_, places, options_.fewest_holding);
        const auto weights = train_linear(dataset(chosen, classifier.row_of_bucket), options_.linear, watch);
        if (!weights) return std::nullopt;
        set_rows(classifier, {weights->rows.data(), static_cast<std::size_t>(weights->rows.size())});
        classifier.bias.assign(weights->bias.begin(), weights->bias.end());
        return classifier;
    }

private:
    Dataset dataset(std::span<const std::uint32_t> chosen, std::span<const std::int32_t> rows) const
    {
        Dataset data;
        data.label_count = static_cast<std::uint32_t>(labelled_.names.size());
        data.row_count = static_cast<std::uint32_t>(*std::max_element(rows.begin(), rows.end()) + 1);
        for (const auto i : chosen) {
            for (const auto& feature : past_.vocabulary.weigh(past_.features[labelled_.places[i]]))
                if (const auto row = rows[feature.bucket]; row >= 0)
                    data.entries.push_back({static_cast<std::uint32_t>(row), feature.weight});
            data.starts.push_back(data.entries.size());
            data.labels.push_back(labelled_.labels[i]);
        }
        return data;
    }

    const Past& past_;
    const Labelled& labelled_;
    const LearnOptions& options_;
};

// Places in `labelled`, split by time and by near-duplicate groups.
Split split(const Past& past, const Labelled& labelled, double share)
{
    std::vector<Example> examples;
    std::vector<std::uint32_t> groups;
    for (const auto place : labelled.places) {
        examples.push_back(past.examples[place]);
        groups.push_back(past.groups[place]);
    }
    return split_by_time(examples, groups, share);
}

double unseen_share_of(const Labelled& labelled)
{
    std::vector<std::size_t> counts(labelled.names.size(), 0);
    for (const auto label : labelled.labels) ++counts[label];
    return unseen_share(counts);
}

// What the kept-back examples say about a classifier that has not seen them.
Calibration checked(const Classifier& classifier, const Past& past, const Labelled& labelled,
                    std::span<const std::uint32_t> kept_back, const Promise& promise)
{
    std::vector<ScoredExample> scored;
    for (const auto i : kept_back)
        scored.push_back({classifier.scores(past.vocabulary.weigh(past.features[labelled.places[i]])), labelled.labels[i]});
    Calibration calibration{.temperature = fitted_temperature(scored), .unseen = unseen_share_of(labelled), .threshold = {}};
    std::vector<Judged> judged;
    for (const auto& example : scored) {
        const auto probabilities = probabilities_of(example.scores, calibration);
        const auto best = std::max_element(probabilities.begin(), probabilities.end());
        judged.push_back({*best, best - probabilities.begin() == static_cast<std::ptrdiff_t>(example.label)});
    }
    calibration.threshold = certified_threshold(judged, promise);
    return calibration;
}

}

std::optional<Classifier> learn_labels(const Past& past, const Target& target, const LearnOptions& options,
                                       const Watch& watch)
{
    const auto with_label = labelled(past, target.label);
    if (with_label.names.empty()) return Classifier{};
    const auto parts = split(past, with_label, options.calibration_share);
    const Fit fit{past, with_label, options};

    auto watched = watch;
    const auto stage = std::string{target.stage};
    const auto calibrating = stage + ": calibrating", learning = stage + ": learning";
    watched.stage = calibrating;
    const auto earlier = fit.to(parts.training, watched);
    if (!earlier) return std::nullopt;
    const auto calibration = checked(*earlier, past, with_label, parts.calibration, target.promise);

    std::vector<std::uint32_t> all(with_label.places.size());
    for (std::uint32_t i = 0; i < all.size(); ++i) all[i] = i;
    watched.stage = learning;
    auto whole = fit.to(all, watched);
    if (whole) whole->calibration = calibration;
    return whole;
}

}
