// Counted features to weighted ones: sub-linear counts, damped rarity, every block at length one.
#pragma once
#include "predict/text_features.h"

#include <cstdint>
#include <span>
#include <vector>

namespace deskhand::predict {

struct WeightedFeature {
    std::uint32_t bucket = 0;
    float weight = 0; // > 0
    Block block = Block::words;
};

// What a desk's past says about how telling each feature is. Immutable.
class Vocabulary {
public:
    Vocabulary() = default;
    Vocabulary(FeatureOptions options, std::vector<float> rarity);

    const FeatureOptions& options() const { return options_; }
    // One value a bucket: (ln((1 + n) / (1 + texts holding it)) + 1)^0.5, >= 1.
    std::span<const float> rarity() const { return rarity_; }

    // weight = (1 + ln count) * rarity, then each block is divided by its Euclidean length.
    // Features no example had keep their (greatest) rarity: unknown words make known ones count less.
    std::vector<WeightedFeature> weigh(std::span<const FeatureCount> counts) const;

private:
    FeatureOptions options_;
    std::vector<float> rarity_; // 2^bucket_bits values
};

// The vocabulary of these texts, each given as its features.
Vocabulary vocabulary_of(std::span<const std::vector<FeatureCount>> texts, const FeatureOptions& options);

}
