#include "predict/train_linear.h"

#include "predict/hashing.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace deskhand::predict {
namespace {

constexpr double first_square = 1e-8;       // AdaGrad's accumulators start here
constexpr std::size_t visits_a_glance = 256; // between two looks at the stop token

using Row = Eigen::Map<Eigen::ArrayXd>;

class AdaGrad {
public:
    AdaGrad(const Dataset& data, const LinearOptions& options)
        : data_{data}, options_{options},
          weights_{RowMatrix::Zero(data.row_count, data.label_count), Vector::Zero(data.label_count)},
          squares_{RowMatrix::Constant(data.row_count, data.label_count, first_square),
                   Vector::Constant(data.label_count, first_square)}
    {}

    void visit(std::size_t example, double step, Dice& dice)
    {
        keep_some(example, dice);
        Vector scores = weights_.bias;
        for (const auto& entry : kept_)
            scores.noalias() += double{entry.value} * weights_.rows.row(entry.row).transpose();
        const Vector residual = residual_of(scores, data_.labels[example], options_.smoothing);
        for (const auto& entry : kept_) {
            const auto size = weights_.rows.cols();
            Row row{weights_.rows.row(entry.row).data(), size};
            Row squares{squares_.rows.row(entry.row).data(), size};
            descend(row, squares, double{entry.value} * residual.array() + options_.l2 * row, step);
        }
        Row bias{weights_.bias.data(), weights_.bias.size()};
        Row squares{squares_.bias.data(), squares_.bias.size()};
        descend(bias, squares, residual.array(), step);
    }

    LinearWeights taken() && { return std::move(weights_); }

private:
    template <class Gradient>
    void descend(Row& values, Row& squares, const Gradient& gradient, double step)
    {
        slope_ = gradient;
        squares += slope_.square();
        values -= step * slope_ / squares.sqrt();
    }

    void keep_some(std::size_t example, Dice& dice)
    {
        kept_.clear();
        const auto limit = static_cast<std::uint64_t>(options_.dropout * 4294967296.0);
        const auto scale = static_cast<float>(1 / (1 - options_.dropout));
        for (auto i = data_.starts[example]; i < data_.starts[example + 1]; ++i) {
            if (limit > 0 && (dice.next() >> 32) < limit) continue;
            kept_.push_back({data_.entries[i].row, data_.entries[i].value * scale});
        }
    }

    const Dataset& data_;
    const LinearOptions& options_;
    LinearWeights weights_, squares_;
    std::vector<Entry> kept_;
    Eigen::ArrayXd slope_;
};

void shuffle(std::vector<std::uint32_t>& order, Dice& dice)
{
    for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[dice.below(i)]);
}

}

std::optional<LinearWeights> train_linear(const Dataset& data, const LinearOptions& options, const Watch& watch)
{
    std::vector<std::uint32_t> order(data.size());
    std::iota(order.begin(), order.end(), 0u);
    Dice dice{options.seed};
    AdaGrad solver{data, options};
    const auto visits = std::max<std::size_t>(1, data.size());
    const auto epochs = std::clamp<std::size_t>(options.visits / visits, options.fewest_epochs, options.most_epochs);
    for (std::size_t epoch = 0; epoch < epochs; ++epoch) {
        shuffle(order, dice);
        const double done = static_cast<double>(epoch) / static_cast<double>(epochs);
        const double step = options.step * (1 - done);
        for (std::size_t i = 0; i < order.size(); ++i) {
            if (i % visits_a_glance == 0 && watch.stop.stop_requested()) return std::nullopt;
            solver.visit(order[i], step, dice);
        }
        if (watch.progress) watch.progress({watch.stage, static_cast<double>(epoch + 1) / static_cast<double>(epochs)});
    }
    return std::move(solver).taken();
}

}
