// Text made to hurt: every input gets a prediction, in bounded work.
#include "predict/learn.h"
#include "tests/predict/desk.h"
#include "tests/support/table.h"

#include <cmath>

namespace {

using namespace deskhand;

std::string repeated(std::string_view piece, std::size_t times)
{
    std::string all;
    for (std::size_t i = 0; i < times; ++i) all += piece;
    return all;
}

std::string noise(std::size_t size)
{
    predict::Dice dice{4};
    std::string all;
    while (all.size() < size) all += static_cast<char>(dice.below(256));
    return all;
}

struct Row {
    const char* name;
    std::string subject, text;
};

const Row rows[] = {
    {"nothing at all", "", ""},
    {"zero octets", std::string(100, '\0'), std::string(100'000, '\0')},
    {"ten megabytes of one letter", "", std::string(10 << 20, 'a')},
    {"ten megabytes of one letter as subject", std::string(10 << 20, 'a'), "printer"},
    {"noise", noise(300), noise(200'000)},
    {"continuation octets only", "", std::string(50'000, '\x80')},
    {"leads without continuation", "", std::string(50'000, '\xF0')},
    {"combining marks without end", "", repeated("\xCC\x81", 40'000)},
    {"right to left overrides", repeated("\xE2\x80\xAE", 100), repeated("\xE2\x80\xAEjam ", 9'000)},
    {"emoji only", "", repeated("\xF0\x9F\x98\x80", 20'000)},
    {"at signs without end", "", repeated("a@b.c@", 20'000)},
    {"schemes without end", "", repeated("http://", 20'000)},
    {"angle brackets that look like masks", "<number>", "<id> <link> <address>"},
    {"format strings", "%s%n{}", "{0} %n %s ${x} {{name}}"},
    {"sixteen thousand different words", "", [] {
         std::string all;
         for (int i = 0; i < 16'000; ++i) all += fmt::format("w{} ", static_cast<char>('a' + i % 26) + std::to_string(i % 999));
         return all;
     }()},
};

const predict::Model& model()
{
    static const auto trained =
        predict::learn(tests::desk(200), {.features = {.bucket_bits = 12}, .linear = {.visits = 4'000}}).value();
    return trained;
}

}

BOOST_AUTO_TEST_SUITE(hostile_text)

const bool listed = tests::table(
    rows,
    [](const Row& row) {
        const auto guess = model().predict({row.subject, row.text});
        BOOST_TEST(guess.queues.size() == 4u);
        for (const auto& queue : guess.queues) {
            BOOST_TEST(std::isfinite(queue.probability));
            BOOST_TEST(queue.probability >= 0.0);
            BOOST_TEST(queue.probability <= 1.0);
        }
    },
    __FILE__, __LINE__);

BOOST_AUTO_TEST_CASE(hostile_text_can_be_learnt_from)
{
    std::vector<predict::Example> past;
    for (const auto& row : rows) past.push_back({.subject = row.subject, .text = row.text, .queue = "odd", .answer = row.text});
    past.push_back({.text = "printer", .queue = "printing"});
    const auto taught = predict::learn(past, {.features = {.bucket_bits = 12}, .linear = {.visits = 500}});
    BOOST_REQUIRE(taught.has_value());
    BOOST_TEST(taught->predict({"", "printer"}).queues.size() == 2u);
}

BOOST_AUTO_TEST_SUITE_END()
