#include "predict/calibration.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace deskhand::predict {
namespace {

constexpr double modesty = 5;                      // examples a desk must outgrow
constexpr double widest_log = 2.995732273553991;   // ln 20
constexpr int narrowings = 40;                     // golden section: to 20 * 0.618^40 < 1e-7

double surprise(std::span<const ScoredExample> examples, double log_temperature)
{
    const double temperature = std::exp(log_temperature);
    double total = log_temperature * log_temperature / 2;
    for (const auto& example : examples) {
        const double top = *std::max_element(example.scores.begin(), example.scores.end());
        double sum = 0;
        for (const double score : example.scores) sum += std::exp((score - top) / temperature);
        total += std::log(sum) - (example.scores[example.label] - top) / temperature;
    }
    return total;
}

}

std::vector<double> probabilities_of(std::span<const double> scores, const Calibration& calibration)
{
    std::vector<double> shares(scores.begin(), scores.end());
    if (shares.empty()) return shares;
    const double top = *std::max_element(shares.begin(), shares.end());
    for (auto& share : shares) share = std::exp((share - top) / calibration.temperature);
    const double scale = (1 - calibration.unseen) / std::accumulate(shares.begin(), shares.end(), 0.0);
    for (auto& share : shares) share *= scale;
    return shares;
}

double fitted_temperature(std::span<const ScoredExample> examples)
{
    const double golden = (std::sqrt(5.0) - 1) / 2;
    double low = -widest_log, high = widest_log;
    for (int i = 0; i < narrowings; ++i) {
        const double left = high - golden * (high - low), right = low + golden * (high - low);
        if (surprise(examples, left) <= surprise(examples, right)) high = right;
        else low = left;
    }
    return std::exp((low + high) / 2);
}

double unseen_share(std::span<const std::size_t> examples_of_label)
{
    const auto once = static_cast<double>(std::count(examples_of_label.begin(), examples_of_label.end(), 1u));
    const auto n = static_cast<double>(std::accumulate(examples_of_label.begin(), examples_of_label.end(), std::size_t{0}));
    return (once + modesty) / (n + once + modesty);
}

}
