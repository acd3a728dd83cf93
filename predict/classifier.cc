#include "predict/classifier.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace deskhand::predict {
namespace {

constexpr std::size_t ahead = 8;         // features between asking for a row of weights and using it
constexpr std::size_t cache_line = 64;   // octets
constexpr double greatest_octet = 127;

void fetch(const std::int8_t* row, std::size_t size)
{
    for (std::size_t octet = 0; octet < size; octet += cache_line) __builtin_prefetch(row + octet);
    __builtin_prefetch(row + size - 1);
}

// sum += factor * row; the fixed lane lets the compiler use vector instructions.
void add(float* sum, const std::int8_t* row, float factor, std::size_t size)
{
    for (std::size_t first = 0; first < size; first += Classifier::lane)
        for (std::size_t i = 0; i < Classifier::lane; ++i) sum[first + i] += factor * static_cast<float>(row[first + i]);
}

}

std::vector<double> Classifier::scores(std::span<const WeightedFeature> features) const
{
    struct Known {
        std::uint32_t row;
        float weight;
    };
    std::vector<Known> known;
    known.reserve(features.size());
    for (const auto& feature : features)
        if (const auto row = row_of_bucket[feature.bucket]; row >= 0)
            known.push_back({static_cast<std::uint32_t>(row), feature.weight});

    const auto size = stride();
    std::vector<float> sum(size, 0.0f);
    std::copy(bias.begin(), bias.end(), sum.begin());
    for (std::size_t i = 0; i < known.size(); ++i) {
        if (i + ahead < known.size()) fetch(rows.data() + known[i + ahead].row * size, size);
        add(sum.data(), rows.data() + known[i].row * size, known[i].weight * scale[known[i].row], size);
    }
    return {sum.begin(), sum.begin() + static_cast<std::ptrdiff_t>(labels.size())};
}

double Classifier::pull(std::uint32_t bucket, std::size_t label) const
{
    const auto row = row_of_bucket[bucket];
    if (row < 0) return 0;
    const auto place = static_cast<std::size_t>(row);
    return double{scale[place]} * static_cast<double>(rows[place * stride() + label]);
}

void set_rows(Classifier& classifier, std::span<const double> weights)
{
    const auto labels = classifier.labels.size(), stride = classifier.stride(), count = weights.size() / labels;
    classifier.scale.assign(count, 0.0f);
    classifier.rows.assign(count * stride, 0);
    for (std::size_t row = 0; row < count; ++row) {
        const auto values = weights.subspan(row * labels, labels);
        const double mean = std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(labels);
        double greatest = 0;
        for (const double value : values) greatest = std::max(greatest, std::abs(value - mean));
        if (greatest == 0) continue;
        classifier.scale[row] = static_cast<float>(greatest / greatest_octet);
        for (std::size_t i = 0; i < labels; ++i)
            classifier.rows[row * stride + i] =
                static_cast<std::int8_t>(std::lround((values[i] - mean) / greatest * greatest_octet));
    }
}

}
