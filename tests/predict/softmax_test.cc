// The loss of the linear classifier, and the gradient that training follows.
#include "predict/hashing.h"
#include "predict/train_linear.h"

#include <boost/test/unit_test.hpp>

#include <cmath>

namespace {

using namespace deskhand::predict;
namespace tt = boost::test_tools;

double die(Dice& dice) { return static_cast<double>(dice.below(2'000'001)) / 1e6 - 1; }

Dataset small_data(std::size_t examples, std::uint32_t rows, std::uint32_t labels)
{
    Dice dice{7};
    Dataset data;
    data.row_count = rows;
    data.label_count = labels;
    for (std::size_t i = 0; i < examples; ++i) {
        for (std::uint32_t row = 0; row < rows; ++row)
            if (dice.below(2) == 0) data.entries.push_back({row, static_cast<float>(die(dice))});
        data.starts.push_back(data.entries.size());
        data.labels.push_back(static_cast<std::uint32_t>(dice.below(labels)));
    }
    return data;
}

LinearWeights some_weights(std::uint32_t rows, std::uint32_t labels)
{
    Dice dice{11};
    LinearWeights weights{RowMatrix::Zero(rows, labels), Vector::Zero(labels)};
    for (Eigen::Index i = 0; i < weights.rows.size(); ++i) weights.rows.data()[i] = die(dice);
    for (Eigen::Index i = 0; i < weights.bias.size(); ++i) weights.bias[i] = die(dice);
    return weights;
}

// Central difference of the loss along one weight.
double slope(LinearWeights& weights, double& weight, const Dataset& data, const Objective& objective)
{
    constexpr double step = 1e-6;
    const double before = weight;
    weight = before + step;
    const double above = loss_of(weights, data, objective);
    weight = before - step;
    const double below = loss_of(weights, data, objective);
    weight = before;
    return (above - below) / (2 * step);
}

}

BOOST_AUTO_TEST_SUITE(softmax_regression)

BOOST_AUTO_TEST_CASE(the_gradient_is_the_slope_of_the_loss_in_every_weight)
{
    const auto data = small_data(20, 6, 4);
    auto weights = some_weights(6, 4);
    const Objective objective{.smoothing = 0.1, .l2 = 0.3};
    const auto gradient = gradient_of(weights, data, objective);
    for (Eigen::Index i = 0; i < weights.rows.size(); ++i)
        BOOST_TEST(std::abs(gradient.rows.data()[i] - slope(weights, weights.rows.data()[i], data, objective)) < 1e-8);
    for (Eigen::Index i = 0; i < weights.bias.size(); ++i)
        BOOST_TEST(std::abs(gradient.bias[i] - slope(weights, weights.bias[i], data, objective)) < 1e-8);
}

BOOST_AUTO_TEST_CASE(softmax_of_huge_scores_is_finite_and_adds_up_to_one)
{
    Vector scores(3);
    scores << 1e300, -1e300, 0;
    const Vector shares = softmax(scores);
    BOOST_TEST(shares.sum() == 1.0, tt::tolerance(1e-12));
    BOOST_TEST(shares[0] == 1.0, tt::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(training_without_dropout_ends_where_the_gradient_vanishes)
{
    const auto data = small_data(40, 5, 3);
    const LinearOptions options{.step = 0.3, .dropout = 0, .smoothing = 0.1, .l2 = 0.01, .visits = 400'000,
                                .fewest_epochs = 1, .most_epochs = 10'000};
    const auto weights = train_linear(data, options, {});
    BOOST_REQUIRE(weights.has_value());
    const auto gradient = gradient_of(*weights, data, {.smoothing = 0.1, .l2 = 0.01});
    BOOST_TEST(gradient.bias.norm() < 0.01);
    BOOST_TEST(gradient.rows.norm() < 0.03);
}

BOOST_AUTO_TEST_CASE(training_twice_gives_the_same_weights_to_the_last_bit)
{
    const auto data = small_data(50, 8, 4);
    const auto one = train_linear(data, {}, {}), two = train_linear(data, {}, {});
    BOOST_TEST((one->rows.array() == two->rows.array()).all());
    BOOST_TEST((one->bias.array() == two->bias.array()).all());
}

BOOST_AUTO_TEST_CASE(another_seed_gives_other_weights)
{
    const auto data = small_data(50, 8, 4);
    const auto one = train_linear(data, {.seed = 1}, {}), two = train_linear(data, {.seed = 2}, {});
    BOOST_TEST(!(one->rows.array() == two->rows.array()).all());
}

BOOST_AUTO_TEST_SUITE_END()
