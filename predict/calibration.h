// Scores to probabilities that mean what they say.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace deskhand::predict {

struct Calibration {
    double temperature = 1; // > 0; scores are divided by it (Guo et al. 2017, section 4.2)
    double unseen = 0;      // share kept for labels without an example, in [0, 1)
    std::optional<double> threshold; // from this probability on the promise holds; absent = never
};

// (1 - unseen) * softmax(scores / temperature); empty for no scores.
std::vector<double> probabilities_of(std::span<const double> scores, const Calibration& calibration);

// A scored example that was kept back; `label` is a place in `scores`.
struct ScoredExample {
    std::vector<double> scores;
    std::uint32_t label = 0;
};

// The temperature in [1/20, 20] under which the kept-back labels are likeliest, drawn towards 1 as
// strongly as one observation of ln T with deviation 1: without examples it is 1.
double fitted_temperature(std::span<const ScoredExample> examples);

// How probable it is that the next request has a label of its own: (once + 5) / (n + once + 5), where
// `once` of the labels have one example (after Good 1953; the five keep small desks modest).
double unseen_share(std::span<const std::size_t> examples_of_label);

}
