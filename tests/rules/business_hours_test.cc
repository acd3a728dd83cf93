#include "rules/business_hours.h"
#include "rules/quantity.h"

#include "tests/support/table.h"

namespace deskhand::tests {
namespace {

using namespace std::chrono;
using rules::BusinessHours;

enum class Desk { open, closed };

struct Row {
    const char* name;
    const BusinessHours* hours;
    std::string_view utc;
    Desk desk;
};

const BusinessHours berlin{.zone = "Europe/Berlin",
                           .open = {{Monday, 8h, 17h}, {Friday, 8h, 12h}, {Sunday, 2h, 4h}},
                           .holidays = {sys_days{2025y / 4 / 18}, sys_days{2025y / 4 / 21}}};
const BusinessHours night{.zone = "America/New_York", .open = {{Friday, 22h, 6h}}, .holidays = {}};
const BusinessHours kathmandu{.zone = "Asia/Kathmandu", .open = {{Monday, 0h, 24h}}, .holidays = {}};
const BusinessHours always{};
const BusinessHours always_but_holidays{.zone = "Europe/Berlin", .open = {},
                                        .holidays = {sys_days{2025y / 12 / 25}}};
const BusinessHours lost{.zone = "Mars/Olympus", .open = {{Monday, 8h, 17h}}, .holidays = {}};

const Row rows[] = {
    {"winter opens at seven UTC", &berlin, "2025-01-13T07:00", Desk::open},
    {"winter is closed a minute before", &berlin, "2025-01-13T06:59", Desk::closed},
    {"summer opens at six UTC", &berlin, "2025-07-14T06:00", Desk::open},
    {"summer closes at fifteen UTC", &berlin, "2025-07-14T15:00", Desk::closed},
    {"a day without spans is closed", &berlin, "2025-01-14T10:00", Desk::closed},
    {"a holiday is closed", &berlin, "2025-04-18T07:00", Desk::closed},
    {"the Friday after is open", &berlin, "2025-04-25T07:00", Desk::open},
    // Clocks jump from 02:00 to 03:00 on 2025-03-30 at 01:00 UTC: the span has one hour.
    {"before clocks go forward it is not yet two", &berlin, "2025-03-30T00:59", Desk::closed},
    {"after clocks go forward it is three", &berlin, "2025-03-30T01:00", Desk::open},
    {"four comes an hour later", &berlin, "2025-03-30T02:00", Desk::closed},
    // Clocks fall from 03:00 to 02:00 on 2025-10-26 at 01:00 UTC: the span has three hours.
    {"two for the first time", &berlin, "2025-10-26T00:00", Desk::open},
    {"two for the second time", &berlin, "2025-10-26T01:00", Desk::open},
    {"four on the day clocks go back", &berlin, "2025-10-26T03:00", Desk::closed},
    {"a night shift goes on after midnight", &night, "2025-01-18T10:59", Desk::open},
    {"a night shift ends", &night, "2025-01-18T11:00", Desk::closed},
    {"a night shift has not begun in the morning of its day", &night, "2025-01-17T10:00", Desk::closed},
    {"the local date decides the day", &kathmandu, "2025-01-12T18:15", Desk::open},
    {"a minute before it is still Sunday", &kathmandu, "2025-01-12T18:14", Desk::closed},
    {"no spans means always", &always, "2025-01-12T03:00", Desk::open},
    {"no spans still keep holidays", &always_but_holidays, "2025-12-24T23:30", Desk::closed},
    {"an unknown zone counts as UTC", &lost, "2025-01-13T08:00", Desk::open},
    {"an instant before 1970", &berlin, "1938-01-03T08:00", Desk::open},
};

void check(const Row& row)
{
    const auto instant = rules::quantity(row.utc, rules::Meaning::instant);
    BOOST_REQUIRE(instant.has_value());
    const sys_seconds now{seconds{static_cast<std::int64_t>(*instant)}};
    BOOST_TEST(rules::is_open(*row.hours, now) == (row.desk == Desk::open));
}

BOOST_AUTO_TEST_SUITE(business_hours)
const bool added = table(rows, check, __FILE__, __LINE__);

BOOST_AUTO_TEST_CASE(zones_exist_by_their_IANA_name)
{
    BOOST_TEST(rules::zone_exists("Europe/Berlin"));
    BOOST_TEST(rules::zone_exists("UTC"));
    BOOST_TEST(!rules::zone_exists("Mars/Olympus"));
    BOOST_TEST(!rules::zone_exists(""));
    BOOST_TEST(!rules::zone_exists("../../../etc/passwd"));
}

BOOST_AUTO_TEST_SUITE_END()

}
}
