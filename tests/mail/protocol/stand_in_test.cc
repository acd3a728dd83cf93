// Mails Exchange makes up in place of those it cannot give.
#include "mail/protocol/stand_in.h"

#include "tests/mail/protocol/imap_dialogue.h"
#include "tests/support/table.h"

#include <boost/test/unit_test.hpp>

using namespace deskhand::mail;
using namespace deskhand::tests;

namespace {

struct Row {
    const char* name;
    std::string mail;
    bool stand_in;
};

const std::string subject = "Subject: Retrieval using the IMAP4 protocol failed for the following message: 117\r\n";

const Row rows[] = {
    {"as Exchange makes it", "MIME-Version: 1.0\r\nFrom: Microsoft Exchange Server 2010\r\n" + subject + "\r\nThe server couldn't\r\n", true},
    {"with a folded subject", "Subject: Retrieval using the IMAP4 protocol failed for the following\r\n message: 20004\r\nFrom: x\r\n\r\n", true},
    {"for POP3", "Subject: Retrieval using the POP3 protocol failed for the following message: 2\n\nThe server\n", true},
    {"a header and nothing more", subject, true},
    {"sent on by somebody", "Received: from a by b; now\r\n" + subject + "\r\n", false},
    {"sent on, the trace below", subject + "Received: from a by b; now\r\n\r\n", false},
    {"an answer about it", "Subject: Re: Retrieval using the IMAP4 protocol failed for the following message: 117\r\n\r\n", false},
    {"the words in a body", "Subject: help\r\n\r\n" + subject + "\r\n", false},
    {"a mail with attachments", subject + "\r\n" + std::string(100'000, 'x'), false},
    {"nothing", "", false},
};

}

BOOST_AUTO_TEST_SUITE(stand_in)

BOOST_AUTO_TEST_SUITE(recognised)
const bool all = table(rows, [](const Row& row) { BOOST_TEST(is_stand_in(row.mail) == row.stand_in); }, __FILE__, __LINE__);
BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_CASE(a_stand_in_is_not_handed_out)
{
    ImapDialogue dialogue{ImapDialogue::selected("", 2) + R"(
        C: a2 UID FETCH 7:8 (UID RFC822.SIZE)
        S: a2 OK done
        C: a3 UID FETCH 7:8 (UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[])
        S| * 1 FETCH (UID 7 BODY[] {83}\r\nSubject: Retrieval using the IMAP4 protocol failed for the following message: 7\r\n\r\n)\r\n
        S: * 2 FETCH (UID 8 BODY[] "real")
        S: a3 OK done)"};
    dialogue.select();
    BOOST_TEST((dialogue.fetched({7, 8}) == std::vector<std::string>{"8:real"}));
}

BOOST_AUTO_TEST_SUITE_END()
