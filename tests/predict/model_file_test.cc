// The model on disk: comes back the same, is replaced whole, and is refused when anything is wrong with it.
#include "predict/learn.h"
#include "predict/model_bytes.h"
#include "predict/model_file.h"
#include "tests/predict/desk.h"
#include "tests/support/table.h"
#include "tests/support/temp_dir.h"

#include <fstream>
#include <sstream>

namespace {

namespace fs = std::filesystem;
using namespace deskhand;

std::vector<predict::Example> past()
{
    auto examples = tests::desk(120);
    for (auto& example : examples) example.answer = "see the page about " + example.queue + " in the handbook of the desk";
    return examples;
}

const predict::Model& model()
{
    static const auto trained = predict::learn(past(), {.features = {.bucket_bits = 10}, .linear = {.visits = 2'000}}).value();
    return trained;
}

std::string contents(const fs::path& file)
{
    std::ifstream in{file, std::ios::binary};
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

void write(const fs::path& file, std::string_view octets)
{
    std::ofstream{file, std::ios::binary}.write(octets.data(), static_cast<std::streamsize>(octets.size()));
}

// What is said when the file is read; empty when it is taken.
std::string complaint(const fs::path& file)
{
    try {
        predict::read_model(file);
    } catch (const predict::ModelFileError& error) {
        return error.what();
    }
    return {};
}

const std::string& whole_file()
{
    static const auto octets = [] {
        const tests::TempDir folder;
        predict::write_model(folder.path() / "model", model());
        return contents(folder.path() / "model");
    }();
    return octets;
}

struct Damage {
    const char* name;
    std::string (*done)(std::string);
    std::string says;
};

const Damage damages[] = {
    {"an empty file", [](std::string) { return std::string{}; }, "is not a model"},
    {"another kind of file", [](std::string) { return std::string{"%PDF-1.4"}; }, "is not a model"},
    {"the line end changed by a text copy", [](std::string s) { return s.erase(s.find('\r'), 1); }, "is not a model"},
    {"cut off in the header", [](std::string s) { return s.substr(0, 25); }, "cut off in its header"},
    {"cut off after the header", [](std::string s) { return s.substr(0, 38); }, "has 0 octets of"},
    {"cut off in the middle", [](std::string s) { return s.substr(0, s.size() / 2); }, "octets of"},
    {"cut off by one octet", [](std::string s) { return s.substr(0, s.size() - 1); }, "octets of"},
    {"one octet too many", [](std::string s) { return s + 'x'; }, "octets of"},
    {"an older version", [](std::string s) { s[18] = 0; return s; }, "has version 0"},
    {"a newer version", [](std::string s) { s[18] = 77; return s; }, "has version 77"},
    {"the checksum changed", [](std::string s) { s[30] = static_cast<char>(s[30] ^ 1); return s; }, "is damaged"},
    {"a block of zeros", [](std::string s) { return s.replace(4096, 512, 512, '\0'); }, "is damaged"},
    {"two blocks exchanged",
     [](std::string s) { return s.substr(0, 1024) + s.substr(2048, 1024) + s.substr(1024, 1024) + s.substr(3072); }, "is damaged"},
};

}

BOOST_AUTO_TEST_SUITE(model_file)

const bool listed = tests::table(
    damages,
    [](const Damage& damage) {
        const tests::TempDir folder;
        const auto file = folder.path() / "model";
        write(file, damage.done(whole_file()));
        const auto said = complaint(file);
        BOOST_TEST(said.find(damage.says) != std::string::npos, said);
        BOOST_TEST(said.find(file.string()) != std::string::npos, said);
        BOOST_TEST(said.find("deskhand learn") != std::string::npos, said);
    },
    __FILE__, __LINE__);

BOOST_AUTO_TEST_CASE(any_single_changed_bit_is_noticed)
{
    const tests::TempDir folder;
    const auto file = folder.path() / "model";
    const auto& whole = whole_file();
    const auto stride = std::max<std::size_t>(1, whole.size() / 400);
    for (std::size_t at = 0; at < whole.size(); at += at < 64 ? 1 : stride) {
        auto changed = whole;
        changed[at] = static_cast<char>(changed[at] ^ (1 << (at % 8)));
        write(file, changed);
        BOOST_TEST(!complaint(file).empty(), "octet " << at);
    }
}

BOOST_AUTO_TEST_CASE(a_body_with_a_good_checksum_but_impossible_values_is_refused)
{
    const auto octets = octets_of(model().parts());
    BOOST_TEST(predict::parts_from(octets).has_value());
    BOOST_TEST(!predict::parts_from(octets + "x").has_value());
    for (std::size_t size = 0; size < octets.size(); size += 997)
        BOOST_TEST(!predict::parts_from(std::string_view{octets}.substr(0, size)).has_value());
    auto row_too_far = predict::parts_from(octets).value();
    row_too_far.queues.row_of_bucket.front() = 1 << 30;
    BOOST_TEST(!predict::parts_from(octets_of(row_too_far)).has_value());
    auto not_a_number = predict::parts_from(octets).value();
    not_a_number.queues.scale.front() = std::numeric_limits<float>::quiet_NaN();
    BOOST_TEST(!predict::parts_from(octets_of(not_a_number)).has_value());
    auto reply_too_far = predict::parts_from(octets).value();
    reply_too_far.answers.reply_of_request.front() = 1 << 30;
    BOOST_TEST(!predict::parts_from(octets_of(reply_too_far)).has_value());
    auto request_too_far = predict::parts_from(octets).value();
    request_too_far.answers.postings.front().request = 1 << 30;
    BOOST_TEST(!predict::parts_from(octets_of(request_too_far)).has_value());
    auto unsorted = predict::parts_from(octets).value();
    unsorted.answers.starts[1] = 1 << 30;
    BOOST_TEST(!predict::parts_from(octets_of(unsorted)).has_value());
    auto cold = predict::parts_from(octets).value();
    cold.assignees.calibration.temperature = 0;
    BOOST_TEST(!predict::parts_from(octets_of(cold)).has_value());
}

BOOST_AUTO_TEST_CASE(a_model_comes_back_the_same)
{
    const tests::TempDir folder;
    const auto file = folder.path() / "model";
    predict::write_model(file, model());
    const auto again = predict::read_model(file);
    BOOST_TEST((octets_of(again.parts()) == octets_of(model().parts())));
    BOOST_TEST(again.summary() == model().summary());
    const auto said = model().predict({"printer", "paper jam"}), repeated = again.predict({"printer", "paper jam"});
    BOOST_TEST(said.queues.front().label == repeated.queues.front().label);
    BOOST_TEST(said.queues.front().probability == repeated.queues.front().probability);
    BOOST_REQUIRE(!said.answers.empty());
    BOOST_TEST(said.answers.front().text == repeated.answers.front().text);
    BOOST_TEST(said.answers.front().probability == repeated.answers.front().probability);
}

BOOST_AUTO_TEST_CASE(writing_replaces_the_old_file_and_leaves_nothing_beside_it)
{
    const tests::TempDir folder;
    const auto file = folder.path() / "model";
    write(file, "something older");
    predict::write_model(file, model());
    BOOST_TEST(complaint(file).empty());
    BOOST_TEST(std::distance(fs::directory_iterator{folder.path()}, {}) == 1);
}

BOOST_AUTO_TEST_CASE(a_failed_write_keeps_the_old_file_and_says_why)
{
    const tests::TempDir folder;
    const auto file = folder.path() / "model";
    fs::create_directory(file); // a folder where the file should be: rename must fail
    BOOST_CHECK_EXCEPTION(predict::write_model(file, model()), predict::ModelFileError, [&](const auto& error) {
        return std::string{error.what()}.find(file.string()) != std::string::npos;
    });
    BOOST_TEST(fs::is_directory(file));
    BOOST_TEST(std::distance(fs::directory_iterator{folder.path()}, {}) == 1);
}

BOOST_AUTO_TEST_CASE(a_missing_folder_is_an_error_that_says_so)
{
    BOOST_CHECK_THROW(predict::write_model("/nonexistent/folder/model", model()), predict::ModelFileError);
}

BOOST_AUTO_TEST_CASE(a_missing_file_asks_for_learning)
{
    const tests::TempDir folder;
    BOOST_TEST(complaint(folder.path() / "none").find("run `deskhand learn`") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_folder_is_no_model)
{
    const tests::TempDir folder;
    BOOST_TEST(complaint(folder.path()).find("is no regular file") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
