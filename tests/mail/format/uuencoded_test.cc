#include "mail/format/parse_message.h"
#include "mail/format/transfer.h"
#include "mail/format/uuencoded.h"
#include "tests/support/table.h"

#include <chrono>

using namespace deskhand::mail;

namespace {

struct Row {
    const char* name;
    const char* text;
    const char* file;   // its name, "" for none
    const char* octets;
    const char* rest;
};

const Row rows[] = {
    {"a file after words", "See:\nbegin 644 a.txt\n%2&5L;&\\\n`\nend\nBye\n", "a.txt", "Hello", "See:\nBye\n"},
    {"at the start, a name with blanks", "begin 0600 my file.txt\r\n%2&5L;&\\\r\n`\r\nend\r\n", "my file.txt", "Hello", ""},
    {"prose", "begin 644 reasons to stay\nand then we saw that it was good, all of it\nend\n", "", "",
     "begin 644 reasons to stay\nand then we saw that it was good, all of it\nend\n"},
    {"never ended", "begin 644 a.txt\n%2&5L;&\\\n", "", "", "begin 644 a.txt\n%2&5L;&\\\n"},
    {"begin without a mode", "begin the day\n", "", "", "begin the day\n"},
};

void check(const Row& row)
{
    const auto files = uuencoded_files(row.text);
    BOOST_TEST((files.empty() ? std::string{} : files.front().name) == row.file);
    BOOST_TEST((files.empty() ? std::string{} : files.front().octets) == row.octets);
    BOOST_TEST(without_uuencoded(row.text) == row.rest);
}

}

BOOST_AUTO_TEST_SUITE(uuencoded)
static const bool added = deskhand::tests::table(rows, check, __FILE__, __LINE__);

BOOST_AUTO_TEST_CASE(a_file_in_the_text_is_an_attachment_and_no_text)
{
    const std::string mail = "Subject: x\n\nSee file.\n\nbegin 644 /tmp/a.txt\n%2&5L;&\\\n`\nend\n";
    const auto message = parse_message(mail);
    BOOST_TEST(message.text == "See file.\n\n");
    BOOST_REQUIRE(message.leaves.size() == 2u);
    BOOST_TEST(message.leaves[1].name == "a.txt");
    const auto passed_on = attachments_of(mail, 100);
    BOOST_REQUIRE(passed_on.size() == 1u);
    BOOST_TEST(passed_on.front().bytes == "Hello");
}

BOOST_AUTO_TEST_CASE(a_uuencoded_part_is_the_file_without_its_first_line)
{
    const auto message = parse_message("Content-Type: image/png; name=a.png\nContent-Transfer-Encoding: x-uuencode\n\n"
                                       "begin 644 a.png\n%2&5L;&\\ \n`\nend\n");
    BOOST_REQUIRE(message.leaves.size() == 2u); // how it came is told, but not passed on
    BOOST_TEST(message.leaves[0].size == 5u);
    BOOST_TEST(message.leaves[1].type == "text/x-uuencode");
    BOOST_TEST(!message.leaves[1].is_attachment);
    BOOST_TEST(decoded("no file at all\n", TransferEncoding::uuencode) == "no file at all\n");
}

BOOST_AUTO_TEST_CASE(many_beginnings_are_read_in_linear_time)
{
    std::string text;
    for (int i = 0; i < 100'000; ++i) text += "begin 644 a\n%2&5L;&\\\n";
    const auto from = std::chrono::steady_clock::now();
    BOOST_TEST(uuencoded_files(text).empty());
    BOOST_TEST((std::chrono::steady_clock::now() - from < std::chrono::seconds{2}));
}

BOOST_AUTO_TEST_SUITE_END()
