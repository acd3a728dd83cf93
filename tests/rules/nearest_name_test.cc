#include "rules/nearest_name.h"

#include "tests/support/table.h"

namespace deskhand::tests {
namespace {

const std::vector<std::string> known = {"subject", "from", "from_name", "to", "text", "whole_text"};

struct Row {
    const char* name;
    std::string word, nearest;
};

const Row rows[] = {
    {"one letter wrong", "subjekt", "subject"},
    {"neighbours swapped", "form", "from"},
    {"a letter missing", "fromname", "from_name"},
    {"upper case", "TEXT", "text"},
    {"nothing near", "priority", ""},
    {"the empty word", "", ""},
    {"a word far too long", std::string(100'000, 'x'), ""},
};

void check(const Row& row) { BOOST_TEST(rules::nearest_name(row.word, known) == row.nearest); }

BOOST_AUTO_TEST_SUITE(the_nearest_name)
const bool added = table(rows, check, __FILE__, __LINE__);

BOOST_AUTO_TEST_CASE(is_suggested_or_all_are_listed)
{
    BOOST_TEST(rules::suggestion("txet", known) == "did you mean `text`?");
    BOOST_TEST(rules::suggestion("zzz", known) ==
               "known are: subject, from, from_name, to, text, whole_text");
    BOOST_TEST(rules::suggestion("zzz", {}) == "none is known");
}

BOOST_AUTO_TEST_SUITE_END()

}
}
