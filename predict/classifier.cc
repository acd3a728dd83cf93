#include "predict/classifier.h"

#include <Eigen/Dense>

#include <numeric>

namespace deskhand::predict {
namespace {

constexpr std::size_t ahead = 8; // features between asking for a row of weights and using it

using Row = Eigen::Map<const Eigen::ArrayXf>;

}

std::vector<double> Classifier::scores(std::span<const WeightedFeature> features) const
{
    const auto size = labels.size();
    std::vector<WeightedFeature> known; // bucket replaced by the row
    known.reserve(features.size());
    for (const auto& feature : features)
        if (const auto row = row_of_bucket[feature.bucket]; row >= 0)
            known.push_back({static_cast<std::uint32_t>(row), feature.weight, feature.block});

    Eigen::ArrayXf sum = Row{bias.data(), static_cast<Eigen::Index>(size)};
    for (std::size_t i = 0; i < known.size(); ++i) {
        if (i + ahead < known.size())
            for (std::size_t octet = 0; octet < size * sizeof(float); octet += 64)
                __builtin_prefetch(reinterpret_cast<const char*>(rows.data() + known[i + ahead].bucket * size) + octet);
        sum += known[i].weight * Row{rows.data() + known[i].bucket * size, static_cast<Eigen::Index>(size)};
    }
    return {sum.begin(), sum.end()};
}

double Classifier::pull(std::uint32_t bucket, std::size_t label) const
{
    const auto row = row_of_bucket[bucket];
    if (row < 0) return 0;
    const float* first = rows.data() + static_cast<std::size_t>(row) * labels.size();
    const double mean = std::accumulate(first, first + labels.size(), 0.0) / static_cast<double>(labels.size());
    return double{first[label]} - mean;
}

}
