// Why the winning label won: the words that pull most towards it. Inside this room only.
#pragma once
#include "predict/classifier.h"
#include "predict/model.h"

#include <span>
#include <vector>

namespace deskhand::predict {

// The words and word pairs of the question whose weight * pull towards labels[label] is greatest, strongest
// first, at most `most_terms`, all above zero. Letters inside words count towards the score but
// are not named.
std::vector<TermWeight> reasons_for(const Classifier& classifier, std::size_t label, const QuestionWords& words,
                                    std::span<const WeightedFeature> features, const FeatureOptions& options);

}
