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
    // weight(row, label) = scale[row] * rows[row * stride() + label]. One octet a weight: a row of fifty labels is one
    // cache line, and what rounding adds to a score is far below what tells labels apart.
    std::vector<float> scale;                 // one a row, >= 0
    std::vector<std::int8_t> rows;            // rows x stride(), row-major, zero behind the last label
    std::vector<float> bias;                  // K
    Calibration calibration;

    std::size_t stride() const { return (labels.size() + lane - 1) / lane * lane; }
    // bias + sum of weight * row; K values.
    std::vector<double> scores(std::span<const WeightedFeature> features) const;
    // What a unit of this bucket adds to the label's score. The mean over all labels is zero.
    double pull(std::uint32_t bucket, std::size_t label) const;

    static constexpr std::size_t lane = 16; // labels added up at once
};

// The weights of `rows` x K doubles, row-major, put into one octet each after the mean of each row is taken
// from it, which changes no probability.
void set_rows(Classifier& classifier, std::span<const double> weights);

}
