// How well the past could have told its own latest part, had it been asked before.
#pragma once
#include "predict/evaluate.h"
#include "predict/learn.h"

#include <optional>
#include <span>

namespace deskhand::predict {

// Learns from the earlier examples and judges that model on the latest share of them (in (0, 0.5]), without the near
// copies of earlier ones. It takes nearly as long as `learn` itself. nullopt when stopped.
std::optional<Evaluation> look_back(std::span<const Example> examples, double latest, const LearnOptions& options = {},
                                    const Watch& watch = {});

}
