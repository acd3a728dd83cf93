#include "rules/quantity.h"

#include "tests/support/table.h"

#include <limits>

namespace deskhand::tests {
namespace {

using rules::Meaning;

constexpr double refused = -1e300;

struct Row {
    const char* name;
    std::string_view text;
    Meaning meaning;
    double value;
};

const Row rows[] = {
    {"plain number", "1042", Meaning::plain, 1042},
    {"negative number", "-1.5", Meaning::plain, -1.5},
    {"number with rubbish", "12x", Meaning::plain, refused},
    {"empty number", "", Meaning::plain, refused},
    {"not a number", "nan", Meaning::plain, refused},
    {"infinity", "inf", Meaning::plain, refused},
    {"number beyond double", "1" "000000000000000000000000000000000000000000000000000000000000000000000"
     "0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
     "0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
     "0000000000000000000000000000000000000000000000000000000000000000000000000000", Meaning::plain, refused},
    {"octets", "512", Meaning::octets, 512},
    {"kibioctets", "200k", Meaning::octets, 204800},
    {"megaoctets", "10MB", Meaning::octets, 10485760},
    {"half a giga", "0.5G", Meaning::octets, 536870912},
    {"negative size", "-1k", Meaning::octets, refused},
    {"size of an unknown unit", "3x", Meaning::octets, refused},
    {"seconds", "90", Meaning::seconds, 90},
    {"minutes", "90m", Meaning::seconds, 5400},
    {"minutes in three letters", "5min", Meaning::seconds, 300},
    {"capital unit", "2H", Meaning::seconds, 7200},
    {"two units apart", " 1h 30m ", Meaning::seconds, 5400},
    {"unknown unit of time", "5y", Meaning::seconds, refused},
    {"size with blanks", " 25 MiB", Meaning::octets, 26214400},
    {"day and a half", "1d12h", Meaning::seconds, 129600},
    {"time without number", "h", Meaning::seconds, refused},
    {"empty time", "", Meaning::seconds, refused},
    {"probability", "0.8", Meaning::probability, 0.8},
    {"per cent", "80%", Meaning::probability, 0.8},
    {"probability above one", "1.01", Meaning::probability, refused},
    {"date", "2025-01-31", Meaning::instant, 1738281600},
    {"date and time", "2025-01-31T08:30Z", Meaning::instant, 1738312200},
    {"date and time with seconds", "2025-01-31 08:30:01", Meaning::instant, 1738312201},
    {"seconds since 1970", "1738281600", Meaning::instant, 1738281600},
    {"a day that does not exist", "2025-02-29", Meaning::instant, refused},
    {"an hour that does not exist", "2025-01-31T24:00", Meaning::instant, refused},
    {"date with rubbish", "2025-01-31x", Meaning::instant, refused},
    {"half a date", "2025-01", Meaning::instant, refused},
};

void check(const Row& row)
{
    BOOST_TEST(rules::quantity(row.text, row.meaning).value_or(refused) == row.value);
    BOOST_TEST(!rules::quantity_help(row.meaning).empty());
}

BOOST_AUTO_TEST_SUITE(quantities)
const bool added = table(rows, check, __FILE__, __LINE__);
BOOST_AUTO_TEST_SUITE_END()

}
}
