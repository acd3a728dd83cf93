#include "predict/certificate.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace deskhand::predict {
namespace {

constexpr double start_coverages[] = {0.15, 0.30, 0.45, 0.60, 0.75};
constexpr std::size_t most_tests = 200; // from one start: steps of half a percent of the evidence

}

double chance_of_luck(std::size_t wrong, std::size_t n, double error)
{
    if (wrong >= n) return 1;
    const double odds = std::log(error) - std::log1p(-error);
    double log_term = static_cast<double>(n) * std::log1p(-error); // of no mistake at all
    double total = std::exp(log_term);
    for (std::size_t k = 1; k <= wrong; ++k) {
        log_term += std::log(static_cast<double>(n - k + 1)) - std::log(static_cast<double>(k)) + odds;
        total += std::exp(log_term);
    }
    return std::min(1.0, total);
}

std::optional<double> certified_threshold(std::span<const Judged> judged, const Promise& promise)
{
    std::vector<Judged> order{judged.begin(), judged.end()};
    std::stable_sort(order.begin(), order.end(),
                     [](const Judged& a, const Judged& b) { return a.confidence > b.confidence; });
    const auto n = order.size();
    std::vector<std::size_t> wrong(n + 1, 0);
    for (std::size_t i = 0; i < n; ++i) wrong[i + 1] = wrong[i] + (order[i].right ? 0 : 1);

    const double risk = promise.risk / static_cast<double>(std::size(start_coverages));
    const auto stride = std::max<std::size_t>(1, n / most_tests);
    std::optional<double> lowest;
    for (const double coverage : start_coverages) {
        const auto start = static_cast<std::size_t>(static_cast<double>(n) * coverage);
        for (auto i = start; i < n; i += stride) {
            auto taken = i + 1; // all that tie with the i-th are taken with it
            while (taken < n && order[taken].confidence == order[i].confidence) ++taken;
            if (chance_of_luck(wrong[taken], taken, promise.error) > risk) break;
            if (!lowest || order[i].confidence < *lowest) lowest = order[i].confidence;
        }
    }
    return lowest;
}

}
