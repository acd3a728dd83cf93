#include "mail/format/dates.h"
#include "tests/support/table.h"

#include <fmt/chrono.h>

using namespace deskhand::mail;

namespace {

struct Row {
    const char* name;
    const char* written;
    const char* utc; // "" for none
    int offset;      // minutes
};

const Row rows[] = {
    {"as RFC 5322 has it", "Tue, 1 Jul 2003 10:52:37 +0200", "2003-07-01 08:52:37", 120},
    {"without seconds, two digits of a year", "1 Jul 98 10:52 CST", "1998-07-01 16:52:00", -360},
    {"three digits count from 1900", "1 Jul 103 10:52:37 +0000", "2003-07-01 10:52:37", 0},
    {"comments with dates inside", "20 11 (or 21 (12)) 79 05:34:27 -0300", "1979-11-20 08:34:27", -180},
    {"a comment never closed", "1 Jul 2003 ((so 10:52:37 +0200", "2003-07-01 08:52:37", 120},
    {"blanks and comments inside the time", "21 Nov 1997 09(c):   55  :  06 -0600", "1997-11-21 15:55:06", -360},
    {"a fraction of a second", "1 Jul 2003 10:52:37.516 +0200", "2003-07-01 08:52:37", 120},
    {"ISO 8601", "2003-07-01T10:52:37+02:00", "2003-07-01 08:52:37", 120},
    {"as C writes it", "Tue Jul  1 10:52:37 2003", "2003-07-01 10:52:37", 0},
    {"hyphens", "Tuesday, 01-Jul-03 10:52:37 GMT", "2003-07-01 10:52:37", 0},
    {"afternoon", "July 1, 2003 1:05 PM +0200", "2003-07-01 11:05:00", 120},
    {"midnight", "July 1, 2003 12:05 AM +0000", "2003-07-01 00:05:00", 0},
    {"name and number of a zone", "1 Jul 2003 10:52:37 GMT+0200", "2003-07-01 08:52:37", 120},
    {"a zone nobody knows", "10 Jul 1997 14:53:31 ZZZZ", "1997-07-10 14:53:31", 0},
    {"an offset that is none", "1 Jul 2003 10:52:37 +9999", "2003-07-01 10:52:37", 0},
    {"a zone without its sign", "1 Jul 2003 10:52:37 0200", "2003-07-01 08:52:37", 120},
    {"a leap second", "31 Dec 2016 23:59:60 +0000", "2016-12-31 23:59:59", 0},
    {"points in the time", "1 Jul 2003 10.52.37 +0200", "2003-07-01 08:52:37", 120},
    {"points in the date", "01.07.2003 10:52", "2003-07-01 10:52:00", 0},
    {"before 1970", "13 Feb 1969 23:32:54 -0330", "1969-02-14 03:02:54", -210},
    {"a French weekday that looks like a month", "mar., 1 jul. 2003 10:52:37 +0200", "2003-07-01 08:52:37", 120},
    {"an encoded word", "=?utf-8?Q?Tue,_1_Jul_2003_10:52:37_+0200?=", "2003-07-01 08:52:37", 120},
    {"the year first, in Chinese", "2003\xE5\xB9\xB4" "7\xE6\x9C\x88" "1\xE6\x97\xA5 10:52", "2003-07-01 10:52:00", 0},
    {"a month that is none", "7 Bog 2026 19:14:51 +0000", "", 0},
    {"a day that is none", "31 Feb 2003 10:52:37 +0200", "", 0},
    {"an hour that is none", "1 Jul 2003 25:00:00 +0200", "", 0},
    {"numbers that are no date", "some numbers 0 1 2 but no date", "", 0},
    {"nothing", "", "", 0},
};

void check(const Row& row)
{
    const auto date = read_date_value(row.written, DateSource::header);
    BOOST_TEST((date ? fmt::format("{:%F %T}", date->instant) : std::string{}) == row.utc);
    BOOST_TEST((date ? date->offset.count() : 0) == row.offset);
}

}

BOOST_AUTO_TEST_SUITE(dates)
static const bool added = deskhand::tests::table(rows, check, __FILE__, __LINE__);
BOOST_AUTO_TEST_SUITE_END()
