// The past to a model: one call that trains, calibrates and certifies.
#pragma once
#include "predict/certificate.h"
#include "predict/corpus.h"
#include "predict/model.h"
#include "predict/text_features.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <string_view>

namespace deskhand::predict {

struct LinearOptions {
    double step = 0.1;               // first step of AdaGrad, > 0; falls to zero over the epochs
    double dropout = 0.5;            // share of an example's features left out at each visit, in [0, 1)
    double smoothing = 0.1;          // of the labels, in [0, 1)
    double l2 = 1e-7;                // >= 0, on the rows a visit touches
    std::size_t visits = 300'000;    // examples looked at in all, if the epochs allow
    std::size_t fewest_epochs = 8;   // >= 1
    std::size_t most_epochs = 30;    // >= fewest_epochs
    std::uint64_t seed = 1;          // of the shuffling and the dropout
};

struct LearnOptions {
    FeatureOptions features;
    LinearOptions linear;
    double calibration_share = 0.2;      // latest share of the examples kept back, in (0, 0.5]
    std::size_t most_examples = 200'000; // the latest ones; > 0
    std::size_t most_answers = 20'000;   // the latest answered requests that answers are looked up in; > 0
    std::size_t fewest_holding = 2;      // examples that must hold a feature before it gets a weight, >= 1
    std::chrono::sys_seconds now{};      // written into the model as its date
    Promise queue{.error = 0.05};        // what queue_is_confident promises
    Promise assignee{.error = 0.05};
    Promise answer{.error = 0.02};       // what answer_is_certain promises
};

struct Progress {
    std::string_view stage; // e.g. "queue: calibrating"
    double share = 0;       // of the stage, in [0, 1]
};

// How a long training is watched and ended.
struct Watch {
    std::function<void(const Progress&)> progress{}; // may be empty; called on the learning thread
    std::stop_token stop{};
    std::string_view stage{}; // set by `learn`
};

// A model is a function of (examples, options): same input, same bytes in its file. Examples without
// queue, assignee or answer teach what they can; without any the model predicts nothing. First a model
// of the earlier part is calibrated and certified on the later part, then the weights are fitted again
// to everything: the certificate is measured on a model that has seen less than the one that is used.
// nullopt when stopped; nothing is half done then. Throws std::bad_alloc only.
std::optional<Model> learn(std::span<const Example> examples, const LearnOptions& options = {}, const Watch& watch = {});

}
