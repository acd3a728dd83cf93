#include "engine/run/table_text.h"

#include "engine/run/utf8.h"
#include "tests/support/table.h"

using namespace deskhand::engine;

BOOST_AUTO_TEST_SUITE(table_text)

BOOST_AUTO_TEST_CASE(columns_line_up_whatever_the_script)
{
    TextTable table{{{"name"}, {"n", 60, Column::Side::right}, {"end"}}};
    table.add({"Ann", "7", "x"});
    table.add({"東京", "1234", "y"});
    table.add({"Zoe\xcc\x88", "5", ""});
    BOOST_TEST(table.text() == "name     n  end\n"
                               "Ann      7  x\n"
                               "東京  1234  y\n"
                               "Zoe\xcc\x88      5\n");
}

BOOST_AUTO_TEST_CASE(long_cells_are_cut_and_say_so)
{
    TextTable table{{{"subject", 8}}};
    table.add({"printer on fire"});
    BOOST_TEST(table.text(2) == "  subject\n  printer…\n");
}

BOOST_AUTO_TEST_CASE(missing_cells_are_empty)
{
    TextTable table{{{"a"}, {"b"}}};
    table.add({"1"});
    BOOST_TEST(table.text() == "a  b\n1\n");
}

namespace {

struct LineRow {
    const char* name;
    std::string given, shown;
};
const LineRow lines[] = {
    {"line breaks become one space", "a\r\n  b", "a b"},
    {"an escape sequence cannot reach the terminal", "a\x1b[2Jb", "a [2Jb"},
    {"a right-to-left override is taken out", "invoice\xe2\x80\xaegpj.exe", "invoicegpj.exe"},
    {"C1 control characters are taken out", "a\xc2\x9b""2Jb", "a 2Jb"},
    {"blanks at the ends go", "  a  ", "a"},
    {"malformed octets are repaired", "a\xfe", "a\xef\xbf\xbd"},
};
const bool lines_listed = deskhand::tests::table(
    lines, [](const LineRow& row) { BOOST_TEST(one_line(row.given) == row.shown); }, __FILE__, __LINE__);

struct CutRow {
    const char* name;
    std::string given;
    std::size_t columns;
    std::string shown;
};
const CutRow cuts[] = {
    {"what fits stays", "abc", 3, "abc"},
    {"the ellipsis counts", "abcd", 3, "ab…"},
    {"a wide character is not halved", "a東京b", 4, "a東…"},
    {"no columns, no text", "abc", 0, ""},
};
const bool cuts_listed = deskhand::tests::table(
    cuts, [](const CutRow& row) { BOOST_TEST(shortened(row.given, row.columns) == row.shown); }, __FILE__, __LINE__);

}

BOOST_AUTO_TEST_CASE(whole_texts_keep_their_lines_but_no_commands_to_the_terminal)
{
    BOOST_TEST(tame_text("a\n\tb\x1b]0;title\x07\r\n") == "a\n\tb]0;title\n");
}

BOOST_AUTO_TEST_SUITE_END()
