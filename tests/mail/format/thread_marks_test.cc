#include "mail/format/thread_marks.h"

#include "mail/format/parse_message.h"

#include <boost/test/unit_test.hpp>

#include <algorithm>

using namespace deskhand::mail;

namespace {

ThreadMarks marks_of(const std::string& headers, const std::string& text = "Hello\n")
{
    return thread_marks_of(parse_message("From: Rita Reed <Rita@client.example>\nTo: help@desk.example\n" + headers + "\n" + text));
}

constexpr auto outlook = "Ac5wW2pZr1R4bQpTQ4K9kUu1m0l2Xg==";

}

BOOST_AUTO_TEST_SUITE(thread_marks)

BOOST_AUTO_TEST_CASE(ids_come_nearest_first_without_the_mails_own_and_without_empty_ones)
{
    const auto marks = marks_of("Message-ID: <m@x>\nIn-Reply-To: <c@x>\nReferences: <a@x> <> <b@x> <c@x> <m@x>\n");
    const std::vector<std::string> wanted{"c@x", "b@x", "a@x"};
    BOOST_TEST(marks.answers == wanted, boost::test_tools::per_element());
    BOOST_TEST(marks.is_reply);
}

BOOST_AUTO_TEST_CASE(an_id_named_above_a_quotation_is_kept_apart)
{
    const auto marks = marks_of("Subject: Printer\n", "In message <77@x>, Bob Best <bob@desk.example> writes:\n> Is it on?\n\nYes.\n");
    BOOST_TEST(marks.answers.empty());
    BOOST_TEST(std::count(marks.named.begin(), marks.named.end(), "77@x") == 1);
    BOOST_TEST(marks.attribution.find("bob best") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_thread_index_names_its_conversation_whatever_was_answered_since)
{
    const auto first = conversation_of_thread_index(outlook);
    BOOST_TEST(first.size() == 44u);
    BOOST_TEST(conversation_of_thread_index("Ac5wW2pZr1R4bQpTQ4K9kUu1m0l2XgAAb3Jl") == first);
    BOOST_TEST(conversation_of_thread_index("Ac5wW2pZr1R4").empty());
    BOOST_TEST(conversation_of_thread_index("no index at all, but long enough to be one").empty());
}

BOOST_AUTO_TEST_CASE(several_people_in_from_leave_no_writer)
{
    const auto marks = thread_marks_of(parse_message("From: a@x.example, b@x.example\nSubject: x\n\nx\n"));
    BOOST_TEST(marks.writer.empty());
    BOOST_TEST(marks.people.size() == 2u);
}

BOOST_AUTO_TEST_CASE(quoted_words_are_those_of_the_earlier_mail_however_they_are_wrapped)
{
    const auto earlier = marks_of("Subject: Printer\n", "The printer in room seven eats paper since Monday and smells of burning plastic.\n");
    const auto answer = marks_of("Subject: Re: Printer\n", "Did you open it?\n\nOn Mon, 3 Aug 2026 at 10:00, Rita Reed wrote:\n"
                                                           "> The printer in room seven\n> eats paper since Monday and\n> smells of burning plastic.\n");
    std::vector<std::uint64_t> both;
    std::set_intersection(earlier.own.begin(), earlier.own.end(), answer.quoted.begin(), answer.quoted.end(), std::back_inserter(both));
    BOOST_TEST(both.size() == earlier.own.size());
    BOOST_TEST(both.size() > 5u);
}

BOOST_AUTO_TEST_SUITE_END()
