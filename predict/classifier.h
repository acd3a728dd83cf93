// Features to labels: the trained linear classifier as it is kept and asked. Inside this room only.
#pragma once
#include "predict/calibration.h"
#include "predict/weighting.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace deskhand::predict {

struct Classifier {
    std::vector<std::string> labels;          // K, sorted; empty = nothing was learnt
    std::vector<std::int32_t> row_of_bucket;  // -1 = the bucket has no weights; one a bucket
    std::vector<float> rows;                  // rows x K, row-major, single precision is enough to ask
    std::vector<float> bias;                  // K
    Calibration calibration;

    // bias + sum of weight * row; K values.
    std::vector<double> scores(std::span<const WeightedFeature> features) const;
    // What a unit of this bucket adds to the label's score, against the mean over all labels.
    double pull(std::uint32_t bucket, std::size_t label) const;
};

}
