#include "predict/weighting.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace deskhand::predict {
namespace {

constexpr double rarity_power = 0.5; // 1 is plain IDF; 0.5 measured +0.3 to +0.5 points on two intent sets

// 1 + ln count for small counts, which are nearly all.
const std::array<float, 64> damped = [] {
    std::array<float, 64> values{};
    for (std::size_t i = 1; i < values.size(); ++i) values[i] = 1.0f + std::log(static_cast<float>(i));
    return values;
}();

float damped_count(std::uint16_t count)
{
    return count < damped.size() ? damped[count] : 1.0f + std::log(static_cast<float>(count));
}

}

Vocabulary::Vocabulary(FeatureOptions options, std::vector<float> rarity)
    : options_{options}, rarity_{std::move(rarity)}
{}

std::vector<WeightedFeature> Vocabulary::weigh(std::span<const FeatureCount> counts) const
{
    std::vector<WeightedFeature> weighted;
    weighted.reserve(counts.size());
    std::array<float, block_count> squares{};
    for (const auto& feature : counts) {
        const float weight = damped_count(feature.count) * rarity_[feature.bucket];
        squares[static_cast<std::size_t>(feature.block)] += weight * weight;
        weighted.push_back({feature.bucket, weight, feature.block});
    }
    for (auto& square : squares) square = square > 0 ? 1.0f / std::sqrt(square) : 0.0f;
    for (auto& feature : weighted) feature.weight *= squares[static_cast<std::size_t>(feature.block)];
    return weighted;
}

Vocabulary vocabulary_of(std::span<const std::vector<FeatureCount>> texts, const FeatureOptions& options)
{
    std::vector<float> rarity(std::size_t{1} << options.bucket_bits, 0.0f);
    for (const auto& text : texts)
        for (const auto& feature : text) rarity[feature.bucket] += 1;
    const double n = static_cast<double>(texts.size());
    for (auto& value : rarity) {
        const double holding = std::min(n, static_cast<double>(value)); // a bucket may be in two blocks
        value = static_cast<float>(std::pow(std::log((1 + n) / (1 + holding)) + 1, rarity_power));
    }
    return {options, std::move(rarity)};
}

}
