// Selecting, listing and fetching of an IMAP session, as transcripts.
#include "tests/mail/protocol/imap_dialogue.h"

#include <boost/test/unit_test.hpp>

using namespace deskhand::mail;
using namespace deskhand::tests;

using Strings = std::vector<std::string>;

namespace {

const std::string items = "(UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[])";

}

BOOST_AUTO_TEST_SUITE(imap_fetch)

BOOST_AUTO_TEST_CASE(a_folder_has_its_uid_validity)
{
    ImapDialogue dialogue{ImapDialogue::selected("", 3)};
    dialogue.select();
    BOOST_TEST(dialogue.session.uid_validity() == 7u);
}

BOOST_AUTO_TEST_CASE(a_missing_folder_is_a_refusal)
{
    ImapDialogue dialogue{ImapDialogue::logged_in("") + "C: a1 SELECT \"INBOX\"\nS: a1 NO [NONEXISTENT] no such folder"};
    BOOST_TEST(answer_to([&] { dialogue.select(); }) == "refused");
}

BOOST_AUTO_TEST_CASE(a_read_only_folder_cannot_be_used_for_disposal)
{
    ImapDialogue dialogue{ImapDialogue::logged_in("") + "C: a1 SELECT \"INBOX\"\nS: a1 OK [READ-ONLY] done"};
    BOOST_TEST(answer_to([&] { dialogue.select(); }) == "refused");
}

BOOST_AUTO_TEST_CASE(exchange_that_knows_the_user_but_not_the_mailbox_is_a_refusal)
{
    ImapDialogue dialogue{ImapDialogue::logged_in("") + "C: a1 SELECT \"INBOX\"\nS: a1 BAD User is authenticated but not connected."};
    BOOST_TEST(answer_to([&] { dialogue.select(); }) == "refused");
}

BOOST_AUTO_TEST_CASE(folder_names_go_out_in_modified_utf7)
{
    ImapDialogue dialogue{ImapDialogue::logged_in("") + "C: a1 EXAMINE \"Entw&APw-rfe &- &2D3eAA-\"\nS: a1 OK done"};
    dialogue.session.greet(ImapUpgrade::none, "mail.example");
    dialogue.session.select("Entw\xc3\xbcrfe & \xf0\x9f\x98\x80", ImapAccess::read_only);
    BOOST_CHECK_THROW(dialogue.session.select("\xff", ImapAccess::read_only), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(a_plain_search_lists_the_folder)
{
    ImapDialogue dialogue{ImapDialogue::selected("UIDPLUS", 3) + R"(
        C: a2 UID SEARCH ALL
        S: * SEARCH 9 4
        S: * SEARCH 5
        S: a2 OK done)"};
    dialogue.select();
    BOOST_TEST(dialogue.session.list().text() == "4:5,9");
}

BOOST_AUTO_TEST_CASE(an_extended_search_lists_the_folder_and_belongs_to_its_command)
{
    ImapDialogue dialogue{ImapDialogue::selected("UIDPLUS ESEARCH", 3) + R"(
        C: a2 UID SEARCH RETURN (ALL) ALL
        S: * ESEARCH (TAG "b9") UID ALL 77
        S: * ESEARCH (TAG "a2") UID ALL 4:5,9
        S: a2 OK done)"};
    dialogue.select();
    BOOST_TEST(dialogue.session.list().text() == "4:5,9");
}

BOOST_AUTO_TEST_CASE(a_server_that_lies_about_esearch_is_asked_plainly_from_then_on)
{
    ImapDialogue dialogue{ImapDialogue::selected("UIDPLUS ESEARCH", 1) + R"(
        C: a2 UID SEARCH RETURN (ALL) ALL
        S: a2 BAD what
        C: a3 UID SEARCH ALL
        S: * SEARCH 4
        S: a3 OK done
        C: a4 NOOP
        S: a4 OK done
        C: a5 UID SEARCH ALL
        S: * SEARCH 4
        S: a5 OK done)"};
    dialogue.select();
    BOOST_TEST(dialogue.session.list().text() == "4");
    BOOST_TEST(dialogue.session.list().text() == "4");
}

BOOST_AUTO_TEST_CASE(without_uidplus_mails_marked_deleted_are_not_listed)
{
    ImapDialogue dialogue{ImapDialogue::selected("", 1) + "C: a2 UID SEARCH UNDELETED\nS: * SEARCH\nS: a2 OK done"};
    dialogue.select();
    BOOST_TEST(dialogue.session.list().empty());
}

BOOST_AUTO_TEST_CASE(a_folder_of_many_mails_is_searched_in_windows_from_the_end)
{
    ImapDialogue dialogue{ImapDialogue::selected("UIDPLUS", 100'000) + R"(
        C: a2 UID SEARCH 10001:100000 ALL
        S: * SEARCH 20000
        S: a2 OK done
        C: a3 UID SEARCH 1:10000 ALL
        S: * SEARCH 5
        S: a3 OK done)"};
    dialogue.select();
    BOOST_TEST(dialogue.session.list().text() == "5,20000");
}

BOOST_AUTO_TEST_CASE(a_search_without_a_result_is_no_empty_folder)
{
    ImapDialogue dialogue{ImapDialogue::selected("UIDPLUS", 2) + "C: a2 UID SEARCH ALL\nS: a2 OK done"};
    dialogue.select();
    BOOST_TEST(ending_of([&] { dialogue.session.list(); }) == "malformed");
}

BOOST_AUTO_TEST_CASE(four_billion_uids_are_not_believed)
{
    ImapDialogue dialogue{ImapDialogue::selected("UIDPLUS ESEARCH", 2) +
                          "C: a2 UID SEARCH RETURN (ALL) ALL\nS: * ESEARCH UID ALL 1:4294967295\nS: a2 OK done"};
    dialogue.select();
    BOOST_TEST(ending_of([&] { dialogue.session.list(); }) == "malformed");
}

BOOST_AUTO_TEST_CASE(mails_come_whole_in_whatever_pieces_and_order)
{
    const auto script = ImapDialogue::selected("OBJECTID", 3) + R"(
        C: a2 UID FETCH 4:5,9 (UID RFC822.SIZE)
        S: * 1 FETCH (UID 4 RFC822.SIZE 3)
        S: * 3 FETCH (UID 9 RFC822.SIZE 4)
        S: a2 OK done
        C: a3 UID FETCH 4:5,9 (UID FLAGS INTERNALDATE RFC822.SIZE EMAILID BODY.PEEK[])
        S| * 3 FETCH (UID 9 EMAILID (M9) BODY[] {4}\r\n)\r\nx FLAGS ())\r\n
        S: * 7 EXISTS
        S: * 1 FETCH (FLAGS (\Seen))
        S| * 1 FETCH (BODY[] {3}\r\nabc UID 4)\r\n
        S: a3 OK done)";
    for (const auto pieces : {Pieces::whole, Pieces::single_octets}) {
        ImapDialogue dialogue{script, pieces};
        dialogue.select();
        BOOST_TEST(dialogue.fetched({4, 5, 9}) == (Strings{"9:)\r\nx", "4:abc"}));
    }
}

BOOST_AUTO_TEST_CASE(a_mail_handed_out_twice_is_taken_once)
{
    ImapDialogue dialogue{ImapDialogue::selected("", 3) + "C: a2 UID FETCH 4 (UID RFC822.SIZE)\nS: a2 OK done\nC: a3 UID FETCH 4 " +
                          items + "\nS: * 1 FETCH (UID 4 BODY[] \"x\")\nS: * 1 FETCH (UID 4 BODY[] \"x\")\nS: * 2 FETCH (UID 5 BODY[] \"y\")\nS: a3 OK done"};
    dialogue.select();
    BOOST_TEST(dialogue.fetched({4}) == Strings{"4:x"});
}

BOOST_AUTO_TEST_CASE(mails_listed_but_not_given_are_left_out)
{
    // Exchange: tagged OK and no FETCH; iCloud and Yandex: no body
    ImapDialogue dialogue{ImapDialogue::selected("", 3) + "C: a2 UID FETCH 4:6 (UID RFC822.SIZE)\nS: a2 OK done\nC: a3 UID FETCH 4:6 " +
                          items + "\nS: * 1 FETCH (UID 4 BODY[] NIL)\nS: * 2 FETCH (UID 5)\nS: a3 OK done"};
    dialogue.select();
    BOOST_TEST(dialogue.fetched({4, 5, 6}).empty());
}

BOOST_AUTO_TEST_CASE(one_mail_the_server_cannot_read_does_not_cost_the_others)
{
    ImapDialogue dialogue{ImapDialogue::selected("", 3) + "C: a2 UID FETCH 4:6 (UID RFC822.SIZE)\nS: a2 OK done\nC: a3 UID FETCH 4:6 " +
                          items + "\nS: * 1 FETCH (UID 4 BODY[] \"x\")\nS: a3 NO [UNAVAILABLE] UID FETCH Server error\n"
                          "C: a4 UID FETCH 5 " + items + "\nC: a5 UID FETCH 6 " + items +
                          "\nS: a4 NO [UNAVAILABLE] UID FETCH Server error\nS: * 3 FETCH (UID 6 BODY[] \"z\")\nS: a5 OK done"};
    dialogue.select();
    BOOST_TEST(dialogue.fetched({4, 5, 6}) == (Strings{"4:x", "6:z"}));
}

BOOST_AUTO_TEST_CASE(of_a_mail_that_is_too_large_the_header_comes)
{
    auto options = counting_tags();
    options.largest_mail = 1'000;
    ImapDialogue dialogue{ImapDialogue::selected("", 2) + R"(
        C: a2 UID FETCH 4:5 (UID RFC822.SIZE)
        S: * 1 FETCH (UID 4 RFC822.SIZE 1001)
        S: * 2 FETCH (UID 5 RFC822.SIZE 1000)
        S: a2 OK done
        C: a3 UID FETCH 4 (UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER])
        C: a4 UID FETCH 5 (UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[])
        S: * 2 FETCH (UID 5 BODY[] "small")
        S: a4 OK done
        S: * 1 FETCH (UID 4 BODY[HEADER] "Subject: big")
        S: a3 OK done)", Pieces::whole, options};
    dialogue.select();
    BOOST_TEST(dialogue.fetched({4, 5}) == (Strings{"5:small", "4:Subject: big of 1001"}));
}

BOOST_AUTO_TEST_CASE(a_mail_larger_than_announced_comes_by_header_too)
{
    auto options = counting_tags();
    options.conversation.limits.literal = options.largest_mail = 10;
    ImapDialogue dialogue{ImapDialogue::selected("", 1) + R"(
        C: a2 UID FETCH 4 (UID RFC822.SIZE)
        S: * 1 FETCH (UID 4 RFC822.SIZE 3)
        S: a2 OK done
        C: a3 UID FETCH 4 (UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[])
        S| * 1 FETCH (UID 4 BODY[] {12}\r\n012345678901)\r\n
        S: a3 OK done
        C: a4 UID FETCH 4 (UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER])
        S: * 1 FETCH (UID 4 BODY[HEADER] "A: b")
        S: a4 OK done)", Pieces::whole, options};
    dialogue.select();
    BOOST_TEST(dialogue.fetched({4}) == (Strings{"4:A: b of 12"}));
}

BOOST_AUTO_TEST_CASE(four_commands_travel_at_a_time)
{
    std::string script = ImapDialogue::selected("", 300), tail;
    std::vector<std::uint32_t> uids;
    for (std::uint32_t i = 1; i <= 300; ++i) uids.push_back(i);
    script += "C: a2 UID FETCH 1:300 (UID RFC822.SIZE)\nS: a2 OK done\n";
    const auto command = [](int n) {
        return "C: a" + std::to_string(n + 3) + " UID FETCH " + std::to_string(n * 50 + 1) + ":" + std::to_string(n * 50 + 50) + " " + items + "\n";
    };
    for (int n = 0; n < 4; ++n) script += command(n);
    script += "S: a3 OK done\nS: a4 OK done\n";
    script += command(4);
    script += command(5);
    script += "S: a5 OK done\nS: a6 OK done\nS: a7 OK done\nS: a8 OK done\n";
    // Both answers arrive together, yet a5's go-ahead must not wait for them one by one.
    ImapDialogue dialogue{script};
    dialogue.select();
    BOOST_TEST(dialogue.fetched(uids).empty());
}

BOOST_AUTO_TEST_CASE(a_mail_cut_short_is_never_handed_out)
{
    const std::string script = ImapDialogue::selected("", 1) + "C: a2 UID FETCH 4 (UID RFC822.SIZE)\nS: a2 OK done\nC: a3 UID FETCH 4 " + items + "\n";
    for (const auto* cut : {"S| * 1 FETCH (UID 4 BODY[] {5}\\r\\nabcd\nX", "S| * 1 FETCH (UID 4 BODY[] {5}\\r\\nabcde\nX",
                            "S| * 1 FETCH (UID 4 BODY[] {5}\\r\\nabcde)\nX"}) {
        ImapDialogue dialogue{script + cut};
        dialogue.select();
        Strings got;
        BOOST_TEST(ending_of([&] { got = dialogue.fetched({4}); }) == "closed");
        BOOST_TEST(got.empty());
    }
}

BOOST_AUTO_TEST_CASE(a_goodbye_in_the_middle_ends_the_session)
{
    ImapDialogue dialogue{ImapDialogue::selected("", 1) + "C: a2 UID FETCH 4 (UID RFC822.SIZE)\nS: * BYE Session expired"};
    dialogue.select();
    BOOST_TEST(ending_of([&] { dialogue.fetched({4}); }) == "closed");
}

BOOST_AUTO_TEST_CASE(a_folder_replaced_in_the_middle_ends_the_session)
{
    ImapDialogue dialogue{ImapDialogue::selected("UIDPLUS", 1) + "C: a2 UID SEARCH ALL\nS: * OK [UIDVALIDITY 8] new\nS: * SEARCH 1\nS: a2 OK done"};
    dialogue.select();
    BOOST_TEST(ending_of([&] { dialogue.session.list(); }) == "closed");
}

BOOST_AUTO_TEST_SUITE_END()
