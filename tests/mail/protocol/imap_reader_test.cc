// How an IMAP server's octets are cut into responses, and what bounds them.
#include "mail/protocol/imap_reader.h"

#include <boost/test/unit_test.hpp>

#include <ctime>

using namespace deskhand::mail;

namespace {

// The reasons or names of what came, one line each, when fed in pieces of `size` octets.
std::string heard(const std::string& octets, std::size_t size, ImapLimits limits = {})
{
    ImapReader reader{limits};
    std::string story;
    for (std::size_t at = 0; at < octets.size(); at += size) {
        reader.feed(octets.substr(at, size));
        for (;;) {
            const auto next = reader.next();
            if (std::holds_alternative<NeedMore>(next)) break;
            if (const auto* bad = std::get_if<Malformed>(&next)) return story + "malformed: " + bad->reason;
            const auto& response = std::get<ImapResponse>(next);
            story += std::to_string(response.index());
            if (const auto* fetch = std::get_if<ImapFetch>(&response))
                story += '<' + fetch->body.value_or("-") + '>' + std::to_string(fetch->withheld);
            story += '\n';
        }
    }
    return story + (reader.empty() ? "" : "more");
}

const std::string dialogue = "* OK hi {3}\r\n* 1 FETCH (UID 1 BODY[] {12}\r\n* 9 EXISTS\r\n)\r\n"
                             "* LIST () \"/\" {0}\r\n\r\n* 1 FETCH (X ({1}\r\n) {1}\r\n\") UID 2)\r\nA1 OK done\r\n";

}

BOOST_AUTO_TEST_SUITE(imap_reader)

BOOST_AUTO_TEST_CASE(responses_are_the_same_in_whatever_pieces_they_arrive)
{
    const auto whole = heard(dialogue, dialogue.size());
    BOOST_TEST(whole == "2\n7<* 9 EXISTS\r\n>0\n9\n7<->0\n0\n");
    for (std::size_t size = 1; size < dialogue.size(); ++size) BOOST_TEST(heard(dialogue, size) == whole);
}

BOOST_AUTO_TEST_CASE(every_beginning_of_a_response_needs_more)
{
    const std::string one = "* 1 FETCH (UID 1 BODY[] {5}\r\nabcde FLAGS ())\r\n";
    for (std::size_t size = 1; size < one.size(); ++size) BOOST_TEST(heard(one.substr(0, size), 7) == "more");
}

BOOST_AUTO_TEST_CASE(a_line_without_an_end_is_refused_at_its_limit)
{
    BOOST_TEST(heard(std::string(100, 'x'), 7, {.line = 64}) == "malformed: response too long");
    BOOST_TEST(heard("* X " + std::string(2u << 20, 'x'), 65'536) == "malformed: response too long");
}

BOOST_AUTO_TEST_CASE(marks_of_empty_literals_count_as_line)
{
    std::string bomb = "* 1 FETCH (X (";
    while (bomb.size() < 2u << 20) bomb += "{0}\r\n";
    BOOST_TEST(heard(bomb, 65'536, {.literals = bomb.size()}) == "malformed: response too long");
}

BOOST_AUTO_TEST_CASE(a_mail_beyond_the_limit_is_skipped_and_the_next_one_read)
{
    const auto two = "* 1 FETCH (UID 1 BODY[] {10}\r\n0123456789)\r\n* 2 FETCH (UID 2 BODY[] {2}\r\nok)\r\n";
    BOOST_TEST(heard(two, 3, {.literal = 9}) == "7<->10\n7<ok>0\n");
}

BOOST_AUTO_TEST_CASE(the_literals_of_one_response_share_the_limit)
{
    const auto two = "* 1 FETCH (X {6}\r\nabcdef BODY[] {6}\r\nabcdef)\r\n";
    BOOST_TEST(heard(two, 3, {.literal = 10}) == "7<->6\n");
}

BOOST_AUTO_TEST_CASE(more_empty_literals_than_any_response_has_are_refused)
{
    std::string octets = "* LIST () ";
    for (int i = 0; i < 20'000; ++i) octets += "{0}\r\n";
    BOOST_TEST(heard(octets, 1000) == "malformed: too many literals");
}

BOOST_AUTO_TEST_CASE(small_literals_only_are_kept_while_no_mail_is_expected)
{
    ImapReader reader{{.small_literal = 3}};
    reader.expect(ImapReader::Literals::small);
    reader.feed("* 1 FETCH (UID 7 BODY[] {4}\r\nabcd)\r\n");
    const auto unasked = std::get<ImapFetch>(std::get<ImapResponse>(reader.next()));
    BOOST_TEST(!unasked.body.has_value());
    BOOST_TEST(unasked.withheld == 4u);
    reader.expect(ImapReader::Literals::mails);
    reader.feed("* 1 FETCH (UID 7 BODY[] {4}\r\nabcd)\r\n");
    BOOST_TEST(std::get<ImapFetch>(std::get<ImapResponse>(reader.next())).body.value() == "abcd");
}

BOOST_AUTO_TEST_CASE(a_literal_of_ten_gigabytes_is_refused)
{
    BOOST_TEST(heard("* 1 FETCH (BODY[] {10000000000}\r\n", 64) == "malformed: literal too long");
    BOOST_TEST(heard("* 1 FETCH (BODY[] {99999999999999999999}\r\n", 64) == "malformed: literal too long");
}

BOOST_AUTO_TEST_CASE(eight_megabytes_take_linear_time)
{
    const auto seconds = [](std::size_t mails) {
        std::string octets;
        for (std::size_t i = 0; i < mails; ++i) octets += "* 1 FETCH (UID 1 BODY[] {8}\r\n12345678)\r\n";
        const auto start = std::clock(); // our own processor time: other programs do not count
        heard(octets, 65'536);
        return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    };
    seconds(2'000); // warm
    const auto little = seconds(20'000), much = seconds(200'000);
    BOOST_TEST(much < 40 * little + 0.5);
}

BOOST_AUTO_TEST_SUITE_END()
