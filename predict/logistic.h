// A few signals to one probability: logistic regression with a prior. Inside this room only.
#pragma once
#include <array>
#include <span>

namespace deskhand::predict {

// Signals of one proposed answer, each in [0, 1]; the first is always 1.
using Signals = std::array<double, 3>;

struct Outcome {
    Signals signals{};
    bool agreed = false;
};

// p = 1 / (1 + exp(-weights . signals))
double probability_of(const Signals& weights, const Signals& signals);

// The weights that maximise the likelihood times a normal prior around `prior` with deviation
// `prior_deviation` (Newton's method; strictly concave, one maximum). Signals after the first speak
// for agreement: a weight below zero becomes zero. Without outcomes: `prior`.
Signals fitted_weights(std::span<const Outcome> outcomes, const Signals& prior, double prior_deviation);

}
