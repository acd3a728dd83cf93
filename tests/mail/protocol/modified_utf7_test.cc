// Folder names in modified UTF-7, both ways.
#include "mail/protocol/modified_utf7.h"

#include "tests/support/table.h"

#include <boost/test/unit_test.hpp>

using namespace deskhand::mail;
using namespace deskhand::tests;

namespace {

struct Row {
    const char* name;
    const char* utf8;
    const char* utf7;
};

const Row rows[] = {
    {"plain letters", "INBOX/Done", "INBOX/Done"},
    {"an umlaut", "Entw\xc3\xbc" "rfe", "Entw&APw-rfe"},
    {"an ampersand", "R&D", "R&-D"},
    {"two ampersands", "&&", "&-&-"},
    {"Chinese and Japanese", "~peter/mail/\xe5\x8f\xb0\xe5\x8c\x97/\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"},
    {"a character of four octets", "\xf0\x9f\x93\xab", "&2D3c6w-"},
    {"a comma and a slash in base64", "\xe5\x8f\xbf", "&U,8-"},
    {"nothing", "", ""},
};

}

BOOST_AUTO_TEST_SUITE(modified_utf7_names)

BOOST_AUTO_TEST_SUITE(both_ways)
const bool all = table(rows, [](const Row& row) {
    BOOST_TEST(modified_utf7(row.utf8) == row.utf7);
    BOOST_TEST(from_modified_utf7(row.utf7).value() == row.utf8);
}, __FILE__, __LINE__);
BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_CASE(what_is_no_modified_utf7_is_told)
{
    for (const auto* wrong : {"&APw", "&A-", "&A/w-", "&2D0-", "&3cs-", "&APx-"}) BOOST_TEST(!from_modified_utf7(wrong).has_value(), wrong);
}

BOOST_AUTO_TEST_CASE(what_careless_servers_send_passes)
{
    BOOST_TEST(from_modified_utf7("R&").value() == "R&");
    BOOST_TEST(from_modified_utf7("Entw\xfcrfe").value() == "Entw\xfcrfe");
}

BOOST_AUTO_TEST_CASE(every_character_comes_back)
{
    for (std::uint32_t point = 0x80; point < 0x3000; point += 7) {
        const std::string utf8 = point < 0x800
            ? std::string{static_cast<char>(0xC0 | point >> 6), static_cast<char>(0x80 | (point & 0x3F))}
            : std::string{static_cast<char>(0xE0 | point >> 12), static_cast<char>(0x80 | (point >> 6 & 0x3F)), static_cast<char>(0x80 | (point & 0x3F))};
        BOOST_TEST(from_modified_utf7(modified_utf7("a" + utf8 + utf8 + "b")).value() == "a" + utf8 + utf8 + "b");
    }
}

BOOST_AUTO_TEST_SUITE_END()
