#include "mail/format/mbox.h"

#include <boost/test/unit_test.hpp>

#include <sstream>
#include <vector>

using deskhand::mail::MboxReader;

namespace {

std::vector<std::string> mails_in(const std::string& text, std::size_t longest = 1 << 20)
{
    std::istringstream stream{text};
    MboxReader reader{stream, longest};
    std::vector<std::string> mails;
    while (auto mail = reader.next()) mails.push_back(std::move(*mail));
    return mails;
}

}

BOOST_AUTO_TEST_SUITE(mbox)

BOOST_AUTO_TEST_CASE(mails_are_split_at_from_lines_and_unescaped)
{
    const auto mails = mails_in(
        "From a@b Mon Jan  2 15:04:05 2006\nSubject: 1\n\n>From here\n>>From there\n\n"
        "From c@d Mon Jan  2 15:04:05 2006\nSubject: 2\n\nFrom now on\n\nFrom time to time\n");
    BOOST_REQUIRE(mails.size() == 2u);
    BOOST_TEST(mails[0] == "Subject: 1\n\nFrom here\n>From there\n");
    BOOST_TEST(mails[1] == "Subject: 2\n\nFrom now on\n\nFrom time to time\n");
}

BOOST_AUTO_TEST_CASE(crlf_files_are_split_too)
{
    const auto mails = mails_in("From a@b Mon Jan  2 15:04:05 2006\r\nA: 1\r\n\r\nx\r\n\r\nFrom "
                                "a@b Mon Jan  2 15:04:05 2006\r\nA: 2\r\n\r\ny\r\n");
    BOOST_REQUIRE(mails.size() == 2u);
    BOOST_TEST(mails[0] == "A: 1\r\n\r\nx\r\n");
}

BOOST_AUTO_TEST_CASE(an_empty_stream_has_no_mail)
{
    BOOST_TEST(mails_in("").empty());
    BOOST_TEST(mails_in("\n\n").empty());
}

BOOST_AUTO_TEST_CASE(a_mail_longer_than_the_limit_is_cut_and_the_next_still_found)
{
    const auto mails = mails_in("From a@b 10:00:00\n" + std::string(5'000, 'x') +
                                    "\n\nFrom a@b 10:00:00\nA: 2\n\ny\n",
                                100);
    BOOST_REQUIRE(mails.size() == 2u);
    BOOST_TEST(mails[0].size() <= 100u);
    BOOST_TEST(mails[1] == "A: 2\n\ny\n");
}

BOOST_AUTO_TEST_SUITE_END()
