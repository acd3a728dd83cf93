// Trains, calibrates and certifies one classifier of a model. Inside this room only.
#pragma once
#include "predict/classifier.h"
#include "predict/learn.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace deskhand::predict {

// The examples as the trainer wants them; all of the same length.
struct Past {
    std::span<const Example> examples;
    std::vector<std::vector<FeatureCount>> features;
    std::vector<std::uint32_t> groups; // of near duplicates
    Vocabulary vocabulary;
};

// What is to be told from the text.
struct Target {
    std::string Example::* label;
    Promise promise;
    std::string_view stage; // for the progress
};

// A classifier without labels when no example has one; nullopt when stopped.
std::optional<Classifier> learn_labels(const Past& past, const Target& target, const LearnOptions& options,
                                       const Watch& watch);

}
