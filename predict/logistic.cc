#include "predict/logistic.h"

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>

namespace deskhand::predict {
namespace {

constexpr int most_steps = 50;
constexpr double longest_step = 4; // Newton may overshoot where all probabilities are near 0 or 1
constexpr double near_enough = 1e-10;

using Weights = Eigen::Vector3d;

Weights vector_of(const Signals& signals) { return {signals[0], signals[1], signals[2]}; }

}

double probability_of(const Signals& weights, const Signals& signals)
{
    return 1 / (1 + std::exp(-vector_of(weights).dot(vector_of(signals))));
}

Signals fitted_weights(std::span<const Outcome> outcomes, const Signals& prior, double prior_deviation)
{
    const double precision = 1 / (prior_deviation * prior_deviation);
    const Weights centre = vector_of(prior);
    Weights weights = centre;
    for (int i = 0; i < most_steps; ++i) {
        Weights slope = precision * (centre - weights);
        Eigen::Matrix3d curvature = precision * Eigen::Matrix3d::Identity();
        for (const auto& outcome : outcomes) {
            const Weights x = vector_of(outcome.signals);
            const double p = 1 / (1 + std::exp(-weights.dot(x)));
            slope += ((outcome.agreed ? 1.0 : 0.0) - p) * x;
            curvature += p * (1 - p) * x * x.transpose();
        }
        Weights step = curvature.llt().solve(slope);
        if (step.norm() > longest_step) step *= longest_step / step.norm();
        weights += step;
        if (step.norm() < near_enough) break;
    }
    return {weights[0], std::max(0.0, weights[1]), std::max(0.0, weights[2])};
}

}
