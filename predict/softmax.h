// Multinomial logistic regression: its loss, its gradient, and the data it is fitted to. Inside this room only.
#pragma once
#include <Eigen/Dense>

#include <cstdint>
#include <vector>

namespace deskhand::predict {

using Vector = Eigen::VectorXd;
using RowMatrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

// One value of a sparse example.
struct Entry {
    std::uint32_t row = 0; // of the weights
    float value = 0;
};

// Labelled examples, X in CSR: example i has entries [starts[i], starts[i + 1]).
struct Dataset {
    std::vector<std::size_t> starts{0};
    std::vector<Entry> entries;
    std::vector<std::uint32_t> labels; // one an example, < label_count
    std::uint32_t row_count = 0;       // > every Entry::row
    std::uint32_t label_count = 0;     // K >= 1

    std::size_t size() const { return labels.size(); }
};

// scores(x) = rows^T x + bias
struct LinearWeights {
    RowMatrix rows; // row_count x K
    Vector bias;    // K
};

struct Objective {
    double smoothing = 0.1; // share of the target spread over all labels, in [0, 1)
    double l2 = 0;          // lambda >= 0 of lambda/2 |rows|^2, in units of one example
};

Vector scores_of(const LinearWeights& weights, const Dataset& data, std::size_t example);

// softmax(scores): positive, adds up to 1; finite for finite scores.
Vector softmax(const Vector& scores);

// d cross-entropy / d scores = softmax(scores) - target, where the target is 1 - smoothing on `label`
// plus smoothing / K everywhere (Szegedy et al. 2016, eq. 3).
Vector residual_of(const Vector& scores, std::uint32_t label, double smoothing);

// Mean smoothed cross-entropy over the examples + l2/2 |rows|^2.
double loss_of(const LinearWeights& weights, const Dataset& data, const Objective& objective);
// Its exact gradient, in the shape of the weights.
LinearWeights gradient_of(const LinearWeights& weights, const Dataset& data, const Objective& objective);

}
