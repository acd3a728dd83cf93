#include "engine/run/json_writer.h"

#include "tests/support/table.h"

#include <limits>

using namespace deskhand::engine;
using namespace std::string_literals;

BOOST_AUTO_TEST_SUITE(json_writer)

namespace {

struct StringRow {
    const char* name;
    std::string given, written;
};
const StringRow strings[] = {
    {"plain text stays", "hello", R"("hello")"},
    {"quotes and backslashes are escaped", R"(say "a\b")", R"("say \"a\\b\"")"},
    {"line breaks are escaped", "a\r\n\tb", R"("a\r\n\tb")"},
    {"control characters are escaped by number", "\x01\x1b\x7f", R"("\u0001\u001b\u007f")"},
    {"a NUL is escaped", "a\0b"s, R"("a\u0000b")"},
    {"UTF-8 stays as it is", "Grüße, 東京 🚀", "\"Grüße, 東京 🚀\""},
    {"a stray octet becomes the replacement character", "a\xff""b", "\"a\xef\xbf\xbd""b\""},
    {"a sequence cut short is replaced octet by octet", "\xe2\x82", "\"\xef\xbf\xbd\xef\xbf\xbd\""},
    {"an overlong sequence is refused", "\xc0\xaf", "\"\xef\xbf\xbd\xef\xbf\xbd\""},
    {"a surrogate is refused", "\xed\xa0\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""},
    {"beyond the last code point is refused", "\xf4\x90\x80\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""},
};

const bool strings_listed = deskhand::tests::table(
    strings, [](const StringRow& row) { BOOST_TEST(JsonWriter{}.value(row.given).text() == row.written); }, __FILE__, __LINE__);

}

BOOST_AUTO_TEST_CASE(commas_stand_between_members_and_elements_only)
{
    JsonWriter json;
    json.begin_object().member("a", 1).key("b").begin_array().value("x").value("y").begin_object().end_object().end_array();
    json.member("c", true).key("d").null().end_object();
    BOOST_TEST(json.text() == R"({"a":1,"b":["x","y",{}],"c":true,"d":null})");
}

BOOST_AUTO_TEST_CASE(numbers_are_written_whole_and_what_json_cannot_hold_is_null)
{
    JsonWriter json;
    json.begin_array().value(std::int64_t{-9'223'372'036'854'775'807}).value(std::uint64_t{18'446'744'073'709'551'615u}).value(0.25);
    json.value(std::numeric_limits<double>::infinity()).value(std::numeric_limits<double>::quiet_NaN()).end_array();
    BOOST_TEST(json.text() == "[-9223372036854775807,18446744073709551615,0.25,null,null]");
}

BOOST_AUTO_TEST_CASE(an_empty_text_can_be_written_as_null)
{
    JsonWriter json;
    json.begin_object().text_or_null("a", "").text_or_null("b", "x").texts("c", {"1", "2"}).end_object();
    BOOST_TEST(json.text() == R"({"a":null,"b":"x","c":["1","2"]})");
}

BOOST_AUTO_TEST_SUITE_END()
