#include "predict/softmax.h"

#include <cmath>

namespace deskhand::predict {

Vector scores_of(const LinearWeights& weights, const Dataset& data, std::size_t example)
{
    Vector scores = weights.bias;
    for (auto i = data.starts[example]; i < data.starts[example + 1]; ++i)
        scores.noalias() += double{data.entries[i].value} * weights.rows.row(data.entries[i].row).transpose();
    return scores;
}

Vector softmax(const Vector& scores)
{
    Vector shares = (scores.array() - scores.maxCoeff()).exp().matrix();
    shares /= shares.sum();
    return shares;
}

Vector residual_of(const Vector& scores, std::uint32_t label, double smoothing)
{
    Vector residual = softmax(scores);
    residual.array() -= smoothing / static_cast<double>(scores.size());
    residual[label] -= 1 - smoothing;
    return residual;
}

double loss_of(const LinearWeights& weights, const Dataset& data, const Objective& objective)
{
    double total = 0;
    for (std::size_t i = 0; i < data.size(); ++i) {
        const Vector scores = scores_of(weights, data, i);
        const double top = scores.maxCoeff();
        const double log_sum = top + std::log((scores.array() - top).exp().sum());
        total += log_sum - (1 - objective.smoothing) * scores[data.labels[i]] - objective.smoothing * scores.mean();
    }
    return total / static_cast<double>(data.size()) + objective.l2 / 2 * weights.rows.squaredNorm();
}

LinearWeights gradient_of(const LinearWeights& weights, const Dataset& data, const Objective& objective)
{
    LinearWeights gradient{objective.l2 * weights.rows, Vector::Zero(weights.bias.size())};
    const double share = 1 / static_cast<double>(data.size());
    for (std::size_t i = 0; i < data.size(); ++i) {
        const Vector residual = share * residual_of(scores_of(weights, data, i), data.labels[i], objective.smoothing);
        gradient.bias += residual;
        for (auto at = data.starts[i]; at < data.starts[i + 1]; ++at)
            gradient.rows.row(data.entries[at].row) += double{data.entries[at].value} * residual.transpose();
    }
    return gradient;
}

}
