// What SELECT tells of a folder, and when it may be believed.
#include "tests/mail/protocol/imap_dialogue.h"
#include "tests/support/table.h"

#include <boost/test/unit_test.hpp>

using namespace deskhand::mail;
using namespace deskhand::tests;

namespace {

struct Row {
    const char* name;
    const char* said; // by the server, between SELECT and its OK
    std::optional<ImapFolderMark> mark;
};

const Row rows[] = {
    {"all numbers are there", "S: * 3 EXISTS\nS: * OK [UIDVALIDITY 7] x\nS: * OK [UIDNEXT 12] x\nS: * OK [HIGHESTMODSEQ 715194045007] x\n",
     ImapFolderMark{7, 12, 3, 715194045007}},
    {"an empty folder", "S: * 0 EXISTS\nS: * OK [UIDVALIDITY 7] x\nS: * OK [UIDNEXT 1] x\nS: * OK [HIGHESTMODSEQ 1] x\n",
     ImapFolderMark{7, 1, 0, 1}},
    {"no UIDNEXT", "S: * 3 EXISTS\nS: * OK [UIDVALIDITY 7] x\nS: * OK [HIGHESTMODSEQ 5] x\n", {}},
    {"no UIDVALIDITY", "S: * 3 EXISTS\nS: * OK [UIDNEXT 12] x\nS: * OK [HIGHESTMODSEQ 5] x\n", {}},
    {"no MODSEQ for this folder", "S: * 3 EXISTS\nS: * OK [UIDVALIDITY 7] x\nS: * OK [UIDNEXT 12] x\nS: * OK [NOMODSEQ] x\n", {}},
    {"the MODSEQ -1 of Zoho", "S: * 3 EXISTS\nS: * OK [UIDVALIDITY 7] x\nS: * OK [UIDNEXT 12] x\nS: * OK [HIGHESTMODSEQ -1] x\n", {}},
    {"a MODSEQ beyond all numbers", "S: * 3 EXISTS\nS: * OK [UIDVALIDITY 7] x\nS: * OK [UIDNEXT 12] x\nS: * OK [HIGHESTMODSEQ 99999999999999999999] x\n", {}},
};

}

BOOST_AUTO_TEST_SUITE(imap_select)

BOOST_AUTO_TEST_SUITE(marks_of_a_folder)
const bool all = table(rows, [](const Row& row) {
    ImapDialogue dialogue{ImapDialogue::logged_in("CONDSTORE") + "C: a1 SELECT \"INBOX\" (CONDSTORE)\n" + row.said +
                          "S: a1 OK [READ-WRITE] done\n"};
    dialogue.select();
    BOOST_TEST((dialogue.session.mark() == row.mark));
}, __FILE__, __LINE__);
BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_CASE(a_server_that_offers_condstore_and_does_not_know_it_is_asked_without)
{
    std::string told;
    auto options = counting_tags();
    options.distrusted = [&](const std::string& capability, const std::string&) { told += capability; };
    ImapDialogue dialogue{ImapDialogue::logged_in("CONDSTORE") + R"(
        C: a1 SELECT "INBOX" (CONDSTORE)
        S: a1 BAD what
        C: a2 SELECT "INBOX"
        S: * 3 EXISTS
        S: a2 OK [READ-WRITE] done)", Pieces::whole, options};
    dialogue.select();
    BOOST_TEST(told == "CONDSTORE");
}

// A wrong password or scope, rights that are missing: nothing that passes by itself.
BOOST_AUTO_TEST_CASE(exchange_that_logs_in_and_is_then_not_connected_refuses)
{
    ImapDialogue dialogue{ImapDialogue::logged_in("") + "C: a1 SELECT \"INBOX\"\nS: a1 BAD User is authenticated but not connected."};
    BOOST_TEST(answer_to([&] { dialogue.select(); }) == "refused");
}

BOOST_AUTO_TEST_CASE(a_folder_that_shows_the_same_mark_is_not_listed_again)
{
    const auto uids = parse_uid_set("3,9:11").value();
    const std::string script = ImapDialogue::logged_in("CONDSTORE") + R"(
        C: a1 SELECT "INBOX" (CONDSTORE)
        S: * 4 EXISTS
        S: * OK [UIDVALIDITY 7] x
        S: * OK [UIDNEXT 12] x
        S: * OK [HIGHESTMODSEQ 5] x
        S: a1 OK [READ-WRITE] done
        )";
    ImapDialogue same{script + "C: a2 NOOP\nS: a2 OK done\nC: a3 UID SEARCH UNDELETED\nS: * SEARCH 3\nS: a3 OK done"};
    same.select();
    BOOST_TEST((same.session.list(ImapListing{{7, 12, 4, 5}, uids}) == uids));
    BOOST_TEST(same.session.list(ImapListing{{7, 12, 4, 5}, uids}).text() == "3"); // time has passed
    for (const ImapFolderMark other : {ImapFolderMark{8, 12, 4, 5}, {7, 13, 4, 5}, {7, 12, 3, 5}, {7, 12, 4, 6}}) {
        ImapDialogue changed{script + "C: a2 UID SEARCH UNDELETED\nS: * SEARCH 3\nS: a2 OK done"};
        changed.select();
        BOOST_TEST(changed.session.list(ImapListing{other, uids}).text() == "3");
    }
}

BOOST_AUTO_TEST_CASE(a_mark_is_gone_once_the_folder_may_have_changed)
{
    ImapDialogue dialogue{ImapDialogue::logged_in("CONDSTORE") + R"(
        C: a1 SELECT "INBOX" (CONDSTORE)
        S: * 1 EXISTS
        S: * OK [UIDVALIDITY 7] x
        S: * OK [UIDNEXT 12] x
        S: * OK [HIGHESTMODSEQ 5] x
        S: a1 OK [READ-WRITE] done
        C: a2 UID SEARCH UNDELETED
        S: * SEARCH 11
        S: a2 OK done)"};
    dialogue.select();
    BOOST_TEST(dialogue.session.mark().has_value());
    BOOST_TEST(dialogue.session.list().text() == "11");
    BOOST_TEST(!dialogue.session.mark().has_value());
}

BOOST_AUTO_TEST_SUITE_END()
