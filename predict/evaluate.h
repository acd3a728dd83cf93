// How good a model is on mail it has not seen, in the numbers a desk decides by.
#pragma once
#include "predict/certificate.h"
#include "predict/corpus.h"
#include "predict/model.h"

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace deskhand::predict {

// Of the predictions whose confidence lies in one tenth: what was said and what came true.
struct ReliabilityBin {
    std::size_t count = 0;
    double mean_confidence = 0; // 0 for an empty bin
    double share_right = 0;
};

inline constexpr std::size_t reliability_bins = 10;
using Reliability = std::array<ReliabilityBin, reliability_bins>; // bin i holds [i/10, (i+1)/10)

Reliability reliability_of(std::span<const Judged> judged);

// Mean distance between said and true, weighed by count (ECE, Guo et al. 2017, eq. 3); 0 for none.
double calibration_error(const Reliability& reliability);

// The greatest share of `judged` that can be taken, most confident first, with at most the share `error`
// of the taken wrong: a look back, not a promise. Equal confidences are taken together.
struct Coverage {
    double share = 0;
    double threshold = 1; // lowest confidence taken
};
Coverage coverage_at_error(std::span<const Judged> judged, double error);

// How one kind of label was told. All shares are of `count`, or 0 when that is 0.
struct LabelReport {
    std::size_t count = 0;      // examples with a label
    double top_1 = 0;           // share whose label came first: accuracy
    double top_3 = 0;           // share whose label was among the first three
    double taken = 0;           // share where the model was confident
    double right_of_taken = 0;  // share of those that were right; 0 when none were taken
    Coverage at_5_percent{};    // what could be taken at 5 % error in hindsight
    Reliability reliability{};
    double calibration_error = 0;
};

struct AnswerReport {
    std::size_t count = 0;       // examples with an answer
    double proposed = 0;         // share for which an answer was proposed
    double agreed = 0;           // share whose first proposal is nearly word for word the real answer
    double certain = 0;          // share that would have been sent by itself
    double right_of_certain = 0; // share of those that agreed; 0 when none were certain
    double calibration_error = 0;
};

struct Evaluation {
    LabelReport queues;
    LabelReport assignees;
    AnswerReport answers;
};

// The model's predictions for examples it was not trained on.
Evaluation evaluate(const Model& model, std::span<const Example> examples);

}
