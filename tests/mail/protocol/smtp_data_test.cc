#include "mail/protocol/smtp_data.h"
#include "tests/support/table.h"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace deskhand::mail;
using deskhand::tests::table;

namespace {

struct Case {
    const char* name;
    const char* mail;
    const char* octets;
};

const Case mails[] = {
    {"nothing", "", ".\r\n"},
    {"CRLF stays", "a\r\n\r\nb\r\n", "a\r\n\r\nb\r\n.\r\n"},
    {"bare LF becomes CRLF", "a\n\nb\n", "a\r\n\r\nb\r\n.\r\n"},
    {"bare CR becomes CRLF", "a\rb\r\n", "a\r\nb\r\n.\r\n"},
    {"mixed line ends", "a\nb\r\nc\rd", "a\r\nb\r\nc\r\nd\r\n.\r\n"},
    {"a missing last line end is added", "a", "a\r\n.\r\n"},
    {"a leading dot is doubled", ".a\r\n", "..a\r\n.\r\n"},
    {"a lone dot is doubled", "a\r\n.\r\nb\r\n", "a\r\n..\r\nb\r\n.\r\n"},
    {"LF dot LF cannot end the mail", "a\n.\nQUIT\n", "a\r\n..\r\nQUIT\r\n.\r\n"},
    {"CR dot CR cannot end the mail", "a\r.\rQUIT\r", "a\r\n..\r\nQUIT\r\n.\r\n"},
    {"LF dot CRLF cannot end the mail", "a\n.\r\nQUIT", "a\r\n..\r\nQUIT\r\n.\r\n"},
    {"CRLF dot LF cannot end the mail", "a\r\n.\nQUIT", "a\r\n..\r\nQUIT\r\n.\r\n"},
    {"several dots", "...\r\n", "....\r\n.\r\n"},
    {"dots inside lines stay", "a.b.\r\n", "a.b.\r\n.\r\n"},
};

struct Spelling {
    const char* name;
    std::string address;
    bool sendable;
};

const Spelling addresses[] = {
    {"a plain address", "ann@example.org", true},
    {"a tagged address", "desk+token=1@example.org", true},
    {"a non-ASCII address", "j\xC3\xB6rg@example.org", true},
    {"CR", "ann@example.org\rRCPT", false},
    {"LF", "ann@example.org\nRCPT", false},
    {"CRLF and a command", "ann@example.org>\r\nRCPT TO:<eve@example", false},
    {"NUL", std::string{"ann\0@example.org", 16}, false},
    {"a space", "ann @example.org", false},
    {"a bracket", "ann@example.org> SIZE=1", false},
    {"an opening bracket", "<ann@example.org", false},
    {"delete", "ann\x7f@example.org", false},
    {"nothing", "", false},
    {"a name longer than any mailbox", std::string(400, 'a') + "@example.org", false},
};

}

BOOST_AUTO_TEST_SUITE(smtp_data_on_the_wire)

const bool listed = table(mails, [](const Case& row) { BOOST_TEST(smtp_data(row.mail).octets == row.octets); },
                          __FILE__, __LINE__);

BOOST_AUTO_TEST_CASE(the_size_counts_crlf_and_neither_doubled_dots_nor_the_final_one)
{
    BOOST_TEST(smtp_data("a\n.b").size == std::string{"a\r\n.b\r\n"}.size());
}

BOOST_AUTO_TEST_CASE(eight_bit_octets_are_found_wherever_they_are)
{
    for (std::size_t at = 0; at < 40; ++at) {
        std::string octets(40, 'a');
        BOOST_TEST(is_seven_bit(octets));
        octets[at] = '\x80';
        BOOST_TEST(!is_seven_bit(octets));
    }
}

BOOST_AUTO_TEST_CASE(the_header_ends_at_the_first_empty_line)
{
    BOOST_TEST(header_block("A: b\r\nC: d\r\n\r\ntext\r\n\r\n") == "A: b\r\nC: d\r\n");
    BOOST_TEST(header_block("A: b\n\ntext") == "A: b\n");
    BOOST_TEST(header_block("\r\ntext") == "");
    BOOST_TEST(header_block("A: b") == "A: b");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(sendable_addresses)

const bool listed = table(addresses, [](const Spelling& row) {
    BOOST_TEST(is_sendable_address(row.address) == row.sendable);
}, __FILE__, __LINE__);

BOOST_AUTO_TEST_SUITE_END()
