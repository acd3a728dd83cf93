// Text is valid UTF-8 without NUL before any database sees it.
#include "engine/store/clean_text.h"
#include "engine/store/encoding.h"
#include "tests/support/table.h"

#include <boost/test/unit_test.hpp>

#include <random>

using namespace deskhand::engine;
using namespace deskhand::tests;
using namespace std::string_literals;

namespace {

struct Row {
    const char* name;
    std::string text, clean;
};

const Row rows[] = {
    {"nothing", "", ""},
    {"ascii longer than a word", "The quick brown fox.", "The quick brown fox."},
    {"two three and four octets", "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x94\xA5", "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x94\xA5"},
    {"a nul among eight letters", "abcd\0fgh"s, "abcd\xEF\xBF\xBD" "fgh"},
    {"a lone continuation", "\x80", "\xEF\xBF\xBD"},
    {"a sequence cut off at the end", "a\xE2\x82", "a\xEF\xBF\xBD\xEF\xBF\xBD"},
    {"a longer form than needed", "\xC0\xAF", "\xEF\xBF\xBD\xEF\xBF\xBD"},
    {"a surrogate", "\xED\xA0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
    {"beyond the last code point", "\xF4\x90\x80\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
    {"the last code point", "\xF4\x8F\xBF\xBF", "\xF4\x8F\xBF\xBF"},
};

void check(const Row& row)
{
    BOOST_TEST(clean_text(row.text) == row.clean);
    BOOST_TEST(is_clean(row.text) == (row.text == row.clean));
}

}

BOOST_AUTO_TEST_SUITE(store_clean_text)

const bool added = table(rows, check, __FILE__, __LINE__);

BOOST_AUTO_TEST_CASE(whatever_is_cleaned_is_clean_and_stays_as_it_is)
{
    BOOST_TEST(added);
    std::mt19937 random{3};
    for (int i = 0; i < 20'000; ++i) {
        std::string text(random() % 40, '\0');
        for (auto& c : text) c = static_cast<char>(random() % (i % 2 ? 256 : 512) < 256 ? random() : 'a');
        const auto clean = clean_text(text);
        BOOST_REQUIRE(is_clean(clean));
        BOOST_REQUIRE(clean_text(clean) == clean);
    }
}

BOOST_AUTO_TEST_CASE(lists_maps_and_reasons_come_back_as_they_were_written)
{
    const std::vector<std::string> list{"", "a\"b\\c", "line\nend\t\x01", "\xC3\xA9\xF0\x9F\x94\xA5", "[]{},:"};
    BOOST_TEST((list_in(to_json(list)) == list));
    const std::map<std::string, std::string> map{{"", "empty name"}, {"a\"", "\\"}, {"z", ""}};
    BOOST_TEST((map_in(to_json(map)) == map));
    const auto reasons = reasons_in(to_json(std::vector<Reason>{{"rule", "\"x\"\n"}, {"", ""}}));
    BOOST_TEST(reasons.size() == 2u);
    BOOST_TEST(reasons.at(0).text == "\"x\"\n");
    BOOST_TEST(list_in(to_json(std::vector<std::string>{})).empty());
}

BOOST_AUTO_TEST_CASE(a_column_that_holds_something_else_reads_as_empty)
{
    for (const auto* odd : {"", "null", "{", "[1", "\"x\"", "7", "{}x"}) {
        BOOST_TEST(list_in(odd).empty(), odd);
        BOOST_TEST(map_in(odd).empty(), odd);
        BOOST_TEST(reasons_in(odd).empty(), odd);
    }
    BOOST_TEST(reasons_in("[1]").empty());
    BOOST_TEST(reasons_in("[{}]").empty());
}

BOOST_AUTO_TEST_SUITE_END()
