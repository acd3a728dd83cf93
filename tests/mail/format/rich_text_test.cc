#include "mail/format/rich_text.h"
#include "tests/support/table.h"

#include <string>

using namespace deskhand::mail;

namespace {

struct Row {
    const char* name;
    const char* rtf;
    const char* text;
};

const Row rows[] = {
    {"paragraphs and tabs", "{\\rtf1\\ansi one\\tab two\\par three\\line four}", "one\ttwo\nthree\nfour"},
    {"tables of fonts and colours are no text", "{\\rtf1{\\fonttbl{\\f0 Arial;}}{\\colortbl;\\red0;}hello}", "hello"},
    {"octets in the code page", "{\\rtf1\\ansi\\ansicpg1251 \\'cf\\'f0\\'e8\\'e2\\'e5\\'f2}", "Привет"},
    {"characters with what stands for them", "{\\rtf1\\uc1 Gr\\u252?\\u223?e}", "Grüße"},
    {"two units of one character", "{\\rtf1\\uc1\\u-10179?\\u-8704?}", "😀"},
    {"tags of HTML carried along", "{\\rtf1\\fromhtml1{\\*\\htmltag64 <p>}hello {\\*\\htmltag84 <b>}world\\htmlrtf\\par\\htmlrtf0}", "hello world\n"},
    {"signs", "{\\rtf1 \\{a\\}\\~\\emdash  b\\\\}", "{a}\u00A0— b\\"},
    {"a picture", "{\\rtf1 see {\\pict\\pngblip 89504e47} it}", "see  it"},
    {"cut in a word", "{\\rtf1 hello\\pa", "hello"},
    {"more ends than beginnings", "}}}hello", "hello"},
};

void check(const Row& row) { BOOST_TEST(rtf_to_text(row.rtf) == row.text); }

}

BOOST_AUTO_TEST_SUITE(rich_text)
static const bool added = deskhand::tests::table(rows, check, __FILE__, __LINE__);

// MS-OXRTFCP section 3.1.1.
BOOST_AUTO_TEST_CASE(the_example_of_the_standard_is_decompressed)
{
    const std::string octets{"\x2d\x00\x00\x00\x2b\x00\x00\x00\x4c\x5a\x46\x75\xf1\xc5\xc7\xa7\x03\x00\x0a\x00\x72\x63\x70\x67\x31"
                             "\x32\x35\x42\x32\x0a\xf3\x20\x68\x65\x6c\x09\x00\x20\x62\x77\x05\xb0\x6c\x64\x7d\x0a\x80\x0f\xa0", 49};
    BOOST_TEST(decompressed_rtf(octets).value_or("") == "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n");
    for (std::size_t size = 0; size < octets.size(); ++size) decompressed_rtf(octets.substr(0, size)); // cut anywhere
    BOOST_TEST(!decompressed_rtf("no such thing at all").has_value());
}

BOOST_AUTO_TEST_CASE(html_put_into_rtf_comes_out_as_it_was)
{
    BOOST_TEST(html_in_rtf("{\\rtf1\\ansi\\ansicpg1251\\fromhtml1 \\deff0{\\fonttbl{\\f0 Arial;}}"
                           "{\\*\\htmltag64 <p class=\\'22a\\'22>}\\htmlrtf {\\htmlrtf0 \\'cf\\'f0 {\\*\\htmltag84 <b>}\\htmlrtf\\b\\htmlrtf0 "
                           "b\\{\\}{\\*\\htmltag92 </b>}{\\*\\htmltag84 &lt;}{\\*\\mhtmltag84 <x>}\\htmlrtf\\par}\\htmlrtf0{\\*\\htmltag72 </p>}}") ==
               "<p class=\"a\">Пр <b>b{}</b>&lt;</p>");
    BOOST_TEST(html_in_rtf("{\\rtf1 hello}") == "");
}

BOOST_AUTO_TEST_CASE(deep_groups_are_read_flat)
{
    const std::string deep = std::string(100'000, '{') + "hello" + std::string(100'000, '}');
    BOOST_TEST(rtf_to_text(deep) == "hello");
}

BOOST_AUTO_TEST_SUITE_END()
