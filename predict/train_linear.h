// Fits the linear classifier: AdaGrad over shuffled examples, features dropped at random. Inside this room only.
#pragma once
#include "predict/learn.h"
#include "predict/softmax.h"

#include <optional>

namespace deskhand::predict {

// Minimises the objective by stochastic AdaGrad (Duchi et al. 2011) with a step that falls to zero, in
// double precision, on one thread: a function of (data, options) alone. With dropout 0 it converges to
// the minimum of `loss_of`; with dropout every visit sees a random half of the features, which is
// the regularisation that measured best. nullopt when asked to stop.
std::optional<LinearWeights> train_linear(const Dataset& data, const LinearOptions& options, const Watch& watch);

}
