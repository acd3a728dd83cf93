#include "mail/format/parse_message.h"
#include "mail/format/tnef.h"

#include <boost/test/unit_test.hpp>

using namespace deskhand::mail;

namespace {

std::string number(std::uint32_t value, int size)
{
    std::string out;
    for (int i = 0; i < size; ++i) out += static_cast<char>((value >> (8 * i)) & 0xFF);
    return out;
}

std::string attribute(char level, std::uint32_t id, const std::string& value)
{
    return level + number(id, 4) + number(static_cast<std::uint32_t>(value.size()), 4) + value +
           number(0, 2);
}

// One property of the type UTF-16 text, as a list of its own.
std::string long_name(const std::string& ascii)
{
    std::string wide;
    for (const char c : ascii) wide += std::string{c, '\0'};
    const auto size = static_cast<std::uint32_t>(wide.size());
    return number(1, 4) + number(0x1F, 2) + number(0x3707, 2) + number(1, 4) + number(size, 4) +
           wide + std::string((4 - size % 4) % 4, '\0');
}

const std::string stream =
    number(0x223E9F78, 4) + number(1, 2) + attribute(1, 0x0002800C, std::string{"the text\0", 9}) +
    attribute(2, 0x00069002, std::string(14, '\0')) +
    attribute(2, 0x00018010, std::string{"SHORT~1.TXT\0", 12}) + attribute(2, 0x0006800F, "abc") +
    attribute(2, 0x00069005, long_name("long name.txt"));

}

BOOST_AUTO_TEST_SUITE(tnef)

BOOST_AUTO_TEST_CASE(text_and_files_are_read)
{
    const auto contents = read_tnef(stream);
    BOOST_REQUIRE(contents.has_value());
    BOOST_TEST(contents->text == "the text");
    BOOST_REQUIRE(contents->files.size() == 1u);
    BOOST_TEST(contents->files[0].name == "long name.txt");
    BOOST_TEST(contents->files[0].octets == "abc");
}

BOOST_AUTO_TEST_CASE(a_stream_cut_anywhere_is_read_up_to_the_cut)
{
    for (std::size_t size = 6; size < stream.size(); ++size) {
        const auto contents = read_tnef(stream.substr(0, size));
        BOOST_REQUIRE(contents.has_value());
        BOOST_TEST(contents->files.size() <= 1u);
    }
}

BOOST_AUTO_TEST_CASE(other_octets_are_no_stream)
{
    BOOST_TEST(!read_tnef("").has_value());
    BOOST_TEST(!read_tnef("From: me").has_value());
}

BOOST_AUTO_TEST_CASE(lengths_beyond_the_end_are_harmless)
{
    const auto huge = number(0x223E9F78, 4) + number(1, 2) + '\2' + number(0x00069005, 4) +
                      number(0xFFFFFFFF, 4) + "x";
    BOOST_TEST(read_tnef(huge)->files.empty());
    const auto counts =
        number(0xFFFFFFFF, 4) + number(0x101E, 2) + number(0x3707, 2) + number(0xFFFFFFFF, 4);
    const auto many = number(0x223E9F78, 4) + number(1, 2) + attribute(2, 0x00069005, counts);
    BOOST_TEST(read_tnef(many)->files.empty());
}

BOOST_AUTO_TEST_CASE(a_mail_shows_what_its_winmail_holds)
{
    const auto mail = "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: "
                      "application/ms-tnef; name=winmail.dat\n\n" +
                      stream + "\n--b--\n";
    const auto message = parse_message(mail);
    BOOST_TEST(message.text == "the text");
    BOOST_REQUIRE(message.leaves.size() == 2u);
    BOOST_TEST(!message.leaves[0].is_attachment);
    BOOST_TEST(message.leaves[1].is_attachment);
    BOOST_TEST(message.leaves[1].name == "long name.txt");
    const auto passed_on = attachments_of(mail, 1'000);
    BOOST_REQUIRE(passed_on.size() == 1u);
    BOOST_TEST(passed_on[0].bytes == "abc");
}

BOOST_AUTO_TEST_SUITE_END()
