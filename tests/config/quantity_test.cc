// What people may write for times, sizes, dates, addresses and mistyped words.
#include "config/quantity.h"
#include "config/spelling.h"
#include "tests/support/table.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

using namespace deskhand;
using namespace deskhand::config;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(quantities)

struct DurationRow {
    const char* name;
    std::string text;
    std::optional<std::chrono::seconds> expected;
};

const std::vector<DurationRow> durations{
    {"seconds", "90s", 90s},
    {"minutes", "5m", 5min},
    {"minutes in three letters", "5min", 5min},
    {"hours", "2h", 2h},
    {"days", "5d", 120h},
    {"weeks", "1w", 168h},
    {"two units", "1h30m", 90min},
    {"two units apart", "1h 30m", 90min},
    {"capital unit", "2H", 2h},
    {"blanks around", "  5m ", 5min},
    {"zero", "0s", 0s},
    {"a number without unit", "5", {}},
    {"a unit without number", "m", {}},
    {"an unknown unit", "5y", {}},
    {"a negative duration", "-5m", {}},
    {"a fraction", "1.5h", 90min},
    {"a fraction of a second", "1.5s", {}},
    {"longer than ten years", "4000d", {}},
    {"more digits than a number holds", "99999999999999999999s", {}},
    {"nothing", "", {}},
};

const auto duration_table = tests::table(
    durations,
    [](const DurationRow& row) { BOOST_TEST((duration_of(row.text) == row.expected), row.text); },
    __FILE__, __LINE__);

BOOST_AUTO_TEST_CASE(a_duration_is_shown_as_it_would_be_written)
{
    for (const std::string text : {"0s", "90s", "5m", "1h30m", "5d", "1d2h3m4s"})
        BOOST_TEST((duration_of(shown_duration(*duration_of(text))) == duration_of(text)), text);
    BOOST_TEST(shown_duration(90min) == "1h30m");
}

struct SizeRow {
    const char* name;
    std::string text;
    std::optional<std::uint64_t> expected;
};

const std::vector<SizeRow> sizes{
    {"plain octets", "12000", 12000},
    {"kilo", "64k", 65536},
    {"mega", "250M", 262'144'000},
    {"mega with B", "25MB", 26'214'400},
    {"mega with iB", "25 MiB", 26'214'400},
    {"giga", "1G", 1u << 30},
    {"no number", "M", {}},
    {"a negative size", "-1M", {}},
    {"unknown unit", "5T", {}},
    {"too large", "9223372036854775807G", {}},
};

const auto size_table = tests::table(
    sizes, [](const SizeRow& row) { BOOST_TEST((size_of(row.text) == row.expected), row.text); },
    __FILE__, __LINE__);

struct InstantRow {
    const char* name;
    std::string text, expected;
};

const std::vector<InstantRow> instants{
    {"a day is its midnight", "2026-03-01", "2026-03-01T00:00:00Z"},
    {"day and minute", "2026-03-01T08:30", "2026-03-01T08:30:00Z"},
    {"day and second", "2026-03-01 08:30:15Z", "2026-03-01T08:30:15Z"},
    {"leap day", "2028-02-29", "2028-02-29T00:00:00Z"},
    {"a day that does not exist", "2026-02-29", "none"},
    {"a month that does not exist", "2026-13-01", "none"},
    {"an hour that does not exist", "2026-03-01T25:00", "none"},
    {"another order", "01.03.2026", "none"},
    {"a word", "now", "none"},
    {"a bare number", "1738281600", "none"},
    {"short", "2026-3-1", "none"},
};

const auto instant_table = tests::table(
    instants,
    [](const InstantRow& row) {
        const auto instant = instant_of(row.text);
        BOOST_TEST((instant ? shown_instant(*instant) : "none") == row.expected);
    },
    __FILE__, __LINE__);

BOOST_AUTO_TEST_CASE(opening_times_are_minutes_since_midnight)
{
    BOOST_TEST((span_of("08:00-17:30") == std::pair{480min, 1050min}));
    BOOST_TEST((span_of("8:00 - 24:00") == std::pair{480min, 1440min}));
    BOOST_TEST((span_of("22:00-06:00") == std::pair{1320min, 360min}));
    for (const auto* text :
         {"08:00", "8-17", "08:00-08:00", "24:00-08:00", "08:60-09:00", "08:00-24:01", "-", ""})
        BOOST_TEST(!span_of(text), text);
}

struct AddressRow {
    const char* name;
    std::string text, addr;
};

const std::vector<AddressRow> addresses{
    {"bare", "help@example.org", "help@example.org"},
    {"with a name", "Help desk <help@example.org>", "help@example.org"},
    {"with a quoted name", "\"Desk, IT\" <help@example.org>", "help@example.org"},
    {"with a tag", "help+it@example.org", "help+it@example.org"},
    {"in another script",
     "hilfe@b\xc3\xbc"
     "cher.example",
     "hilfe@b\xc3\xbc"
     "cher.example"},
    {"no at sign", "help.example.org", "none"},
    {"no local part", "@example.org", "none"},
    {"no domain", "help@", "none"},
    {"two at signs", "help@desk@example.org", "none"},
    {"a blank inside", "he lp@example.org", "none"},
    {"an open bracket", "Help <help@example.org", "none"},
    {"double dots in the domain", "help@example..org", "none"},
    {"a line end inside", "help@example.org\nBcc: x@y.z", "none"},
};

const auto address_table = tests::table(
    addresses,
    [](const AddressRow& row) {
        BOOST_TEST(address_of(row.text).value_or(mail::Address{"", "none"}).addr == row.addr);
    },
    __FILE__, __LINE__);

BOOST_AUTO_TEST_CASE(loopback_names_are_told_from_names_that_only_look_like_it)
{
    for (const auto* host : {"localhost", "LOCALHOST", "127.0.0.1", "127.8.8.8", "::1"})
        BOOST_TEST(is_loopback(host), host);
    for (const auto* host :
         {"mail.example.org", "127.0.0.1.example.org", "localhost.example.org", "10.0.0.1", ""})
        BOOST_TEST(!is_loopback(host), host);
}

struct SpellingRow {
    const char* name;
    std::string word, meant;
};

const std::vector<SpellingRow> spellings{
    {"a swap", "hsot", "host"},
    {"a missing letter", "pasword", "password"},
    {"a doubled letter", "userr", "user"},
    {"another case", "Host", "host"},
    {"another program's word", "username", "user"},
    {"nothing near", "colour", ""},
};

const auto spelling_table = tests::table(
    spellings,
    [](const SpellingRow& row) {
        static constexpr std::array<std::string_view, 5> known{"host", "port", "user", "password",
                                                               "folder"};
        BOOST_TEST(nearest(row.word, known) == row.meant);
    },
    __FILE__, __LINE__);

BOOST_AUTO_TEST_SUITE_END()
