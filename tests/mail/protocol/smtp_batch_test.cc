#include "mail/protocol/smtp_batch.h"
#include "tests/support/delivery_words.h"
#include "tests/support/scripted_stream.h"
#include "tests/support/table.h"

#include <boost/test/unit_test.hpp>

#include <stdexcept>

using namespace deskhand::mail;
using namespace deskhand::tests;

namespace {

const std::vector<SmtpMail> two_mails = {
    {"desk@help.example", "ann@example", "Subject: one\n\n.dot\n"},
    {"desk@help.example", "bob@example", "Subject: two\n\nhi\n"},
};

// How a batch went: one word per mail, and before which dots the owner was asked, e.g. "250 550 | 0".
std::string played(ScriptedStream& server, const std::vector<SmtpMail>& mails, std::size_t forbidden_dot = 99,
                   Pipelining pipelining = Pipelining::across_mails)
{
    SmtpSession session{server};
    BOOST_TEST(!session.greet("desk.example"));
    std::string dots;
    const auto results = send_batch(session, mails, [&](std::size_t index) {
        if (index == forbidden_dot) throw std::runtime_error{"disk full"};
        dots += " " + std::to_string(index);
    }, pipelining);
    BOOST_TEST(results.size() == mails.size());
    std::string text;
    for (const auto& result : results) text += kind_for(result) + " ";
    return text + "|" + dots;
}

const std::string hello = R"(
    S: 220 mx.example ready
    C: EHLO desk.example
    S: 250 mx.example
)";

const std::string pipelining_hello = R"(
    S: 220 mx.example ready
    C: EHLO desk.example
    S: 250-mx.example
    S: 250 PIPELINING
)";

const std::string open_ann = R"(
    C: MAIL FROM:<desk@help.example>
    C: RCPT TO:<ann@example>
    C: DATA
)";
const std::string data_ann = R"(
    C: Subject: one
    C: 
    C: ..dot
    C: .
)";
const std::string open_bob = R"(
    C: MAIL FROM:<desk@help.example>
    C: RCPT TO:<bob@example>
    C: DATA
)";
const std::string data_bob = R"(
    C: Subject: two
    C: 
    C: hi
    C: .
)";
const std::string welcomed = R"(
    S: 250 2.1.0 ok
    S: 250 2.1.5 ok
    S: 354 go ahead
)";
const std::string queued = "S: 250 2.0.0 queued\n";

struct Play {
    const char* name;
    std::string script;
    const char* course;
};

const Play step_by_step[] = {
    {"both are taken", hello + R"(
        C: MAIL FROM:<desk@help.example>
        S: 250 2.1.0 ok
        C: RCPT TO:<ann@example>
        S: 250 2.1.5 ok
        C: DATA
        S: 354 go ahead
    )" + data_ann + queued + R"(
        C: MAIL FROM:<desk@help.example>
        S: 250 2.1.0 ok
        C: RCPT TO:<bob@example>
        S: 251 2.1.5 will forward
        C: DATA
        S: 354 go ahead
    )" + data_bob + queued, "250 250 | 0 1"},
    {"a refused recipient does not stop the next mail", hello + R"(
        C: MAIL FROM:<desk@help.example>
        S: 250 2.1.0 ok
        C: RCPT TO:<ann@example>
        S: 550 5.1.1 no such user
        C: RSET
        S: 250 2.0.0 ok
        C: MAIL FROM:<desk@help.example>
        S: 250 2.1.0 ok
        C: RCPT TO:<bob@example>
        S: 250 2.1.5 ok
        C: DATA
        S: 354 go ahead
    )" + data_bob + queued, "550 250 | 1"},
    {"DATA refused, sender refused, and the session is left clean", hello + R"(
        C: MAIL FROM:<desk@help.example>
        S: 250 2.1.0 ok
        C: RCPT TO:<ann@example>
        S: 250 2.1.5 ok
        C: DATA
        S: 451 4.3.0 no space
        C: RSET
        S: 250 2.0.0 ok
        C: MAIL FROM:<desk@help.example>
        S: 550 5.7.1 not you
        C: RSET
        S: 250 2.0.0 ok
    )", "451 550 |"},
};

const Play pipelined[] = {
    {"the next mail's commands travel with the end of this one",
     pipelining_hello + open_ann + welcomed + data_ann + open_bob + queued + welcomed + data_bob + queued,
     "250 250 | 0 1"},
    {"a refused recipient with DATA refused", pipelining_hello + open_ann + R"(
        S: 250 2.1.0 ok
        S: 550 5.1.1 no such user
        S: 554 5.5.1 no valid recipients
        C: RSET
    )" + open_bob + "S: 250 2.0.0 reset\n" + welcomed + data_bob + queued, "550 250 | 1"},
    {"a refused recipient with DATA accepted gets an empty mail", pipelining_hello + open_ann + R"(
        S: 250 2.1.0 ok
        S: 450 4.2.1 busy
        S: 354 go ahead
        C: .
        S: 554 5.5.1 no valid recipients
        C: RSET
    )" + open_bob + "S: 250 2.0.0 reset\n" + welcomed + data_bob + queued, "450 250 | 1"},
    {"a refused sender is the answer, not what follows from it", pipelining_hello + open_ann + R"(
        S: 452 4.3.1 full
        S: 503 5.5.1 MAIL first
        S: 503 5.5.1 RCPT first
        C: RSET
    )" + open_bob + "S: 250 2.0.0 reset\n" + welcomed + data_bob + queued, "452 250 | 1"},
    {"a mail refused at its dot does not stop the one announced with it",
     pipelining_hello + open_ann + welcomed + data_ann + open_bob + "S: 554 5.7.1 spam\n" + welcomed + data_bob + queued,
     "554 250 | 0 1"},
    {"421 instead of an answer to RCPT", pipelining_hello + open_ann + R"(
        S: 250 2.1.0 ok
        S: 421 4.3.2 shutting down
    )", "not not |"},
    {"421 at the dot answers that mail", pipelining_hello + open_ann + welcomed + data_ann + open_bob + R"(
        S: 421 4.3.2 shutting down
    )", "421 not | 0"},
    {"421 between two mails", pipelining_hello + open_ann + welcomed + data_ann + open_bob + queued + R"(
        S: 421 4.3.2 shutting down
    )", "250 not | 0"},
    {"421 unasked before the dot", pipelining_hello + open_ann + welcomed + R"(
        S: 421 4.4.2 too slow
    )", "not not | 0"},
    {"any other word before the dot", pipelining_hello + open_ann + welcomed + R"(
        S: 250 2.0.0 thanks
    )", "not not | 0"},
    {"the connection is lost before the dot", pipelining_hello + open_ann + welcomed + "X\n", "not not | 0"},
    {"the connection is lost after the dot", pipelining_hello + open_ann + welcomed + data_ann + open_bob + "X\n",
     "unknown: not | 0"},
    {"the answer to the dot is cut", pipelining_hello + open_ann + welcomed + data_ann + open_bob + R"(
        S: 250-2.0.0 que
        X
    )", "unknown: not | 0"},
    {"silence after the dot", pipelining_hello + open_ann + welcomed + data_ann + open_bob + "...\n",
     "unknown: not | 0"},
    {"nonsense after the dot", pipelining_hello + open_ann + welcomed + data_ann + open_bob + "S: what\n",
     "unknown: not | 0"},
    {"354 after the dot", pipelining_hello + open_ann + welcomed + data_ann + open_bob + "S: 354 go on\n",
     "unknown: not | 0"},
    {"the connection is lost between two mails", pipelining_hello + open_ann + welcomed + data_ann + open_bob + queued + "X\n",
     "250 not | 0"},
    {"an answer too many puts the dialogue out of step", pipelining_hello + open_ann + R"(
        S: 250 2.1.0 ok
        S: 354 go ahead
        S: 250 2.1.5 ok
    )", "not not |"},
};

}

BOOST_AUTO_TEST_SUITE(smtp_batch)

const auto check = [](const Play& row) {
    ScriptedStream server{row.script};
    BOOST_TEST(played(server, two_mails) == row.course);
};
const bool steps = table(step_by_step, check, __FILE__, __LINE__);
const bool groups = table(pipelined, check, __FILE__, __LINE__);

BOOST_AUTO_TEST_CASE(a_relay_that_does_not_bear_it_gets_one_mail_at_a_time)
{
    ScriptedStream server{pipelining_hello + open_ann + welcomed + data_ann + queued + open_bob + welcomed + data_bob + queued};
    BOOST_TEST(played(server, two_mails, 99, Pipelining::within_mails) == "250 250 | 0 1");
    BOOST_TEST(server.writes().size() == 5u); // EHLO, then commands and mail of each
}

BOOST_AUTO_TEST_CASE(pipelining_across_mails_is_one_write_a_mail)
{
    ScriptedStream server{pipelining_hello + open_ann + welcomed + data_ann + open_bob + queued + welcomed + data_bob + queued};
    played(server, two_mails);
    BOOST_TEST(server.writes().size() == 4u); // EHLO, commands, mail and commands, mail
}

BOOST_AUTO_TEST_CASE(answers_may_arrive_octet_by_octet)
{
    ScriptedStream server{pipelining_hello + open_ann + welcomed + data_ann + open_bob + queued + welcomed + data_bob + queued,
                          Pieces::single_octets};
    BOOST_TEST(played(server, two_mails) == "250 250 | 0 1");
}

BOOST_AUTO_TEST_CASE(an_owner_who_cannot_note_the_dot_stops_it)
{
    ScriptedStream server{pipelining_hello + open_ann + welcomed + data_ann + open_bob + queued + welcomed};
    BOOST_TEST(played(server, two_mails, 1) == "250 not | 0");
}

BOOST_AUTO_TEST_CASE(the_reason_of_what_was_not_sent_is_the_servers)
{
    ScriptedStream server{hello + "C: MAIL FROM:<desk@help.example>\nS: 421 4.3.2 shutting down\n"};
    SmtpSession session{server};
    BOOST_TEST(!session.greet("desk.example"));
    const auto results = send_batch(session, two_mails, [](std::size_t) {});
    BOOST_TEST(words_for(results.at(1)) == "not sent: the relay closed the session: 421 4.3.2 shutting down");
}

BOOST_AUTO_TEST_CASE(parameters_are_said_when_they_are_offered)
{
    ScriptedStream server{R"(
        S: 220 mx.example ready
        C: EHLO desk.example
        S: 250-mx.example
        S: 250-SIZE 1000
        S: 250-8BITMIME
        S: 250 SMTPUTF8
        C: MAIL FROM:<> SIZE=10 BODY=8BITMIME SMTPUTF8
        S: 250 2.1.0 ok
        C| RCPT TO:<j\xC3\xB6rg@example>\r\n
        S: 550 5.1.1 no
        C: RSET
        S: 250 2.0.0 ok
        C: MAIL FROM:<a@b> SIZE=15 BODY=8BITMIME SMTPUTF8
        S: 550 5.1.1 no
        C: RSET
        S: 250 2.0.0 ok
        C: MAIL FROM:<a@b> SIZE=9 BODY=8BITMIME
        S: 550 5.1.1 no
        C: RSET
        S: 250 2.0.0 ok
    )"};
    BOOST_TEST(played(server, {{"", "j\xC3\xB6rg@example", "\nhi\xC3\xB6\n\n"},
                               {"a@b", "c@d", "Subject: \xC3\xB6\n\n"},
                               {"a@b", "c@d", "A:\n\n\xC3\n"}}) == "550 550 550 |");
}

struct Unsayable {
    const char* name;
    std::string sender, recipient, bytes;
    const char* answer;
};

const Unsayable unsayables[] = {
    {"a recipient with a command in it", "a@b", "c@d>\r\nRCPT TO:<eve@evil", "x", "553 5.1.3"},
    {"a recipient with a bracket", "a@b", "c@d> NOTIFY=NEVER", "x", "553 5.1.3"},
    {"no recipient", "a@b", "", "x", "553 5.1.3"},
    {"a sender with a line end", "a@b\n", "c@d", "x", "553 5.1.7"},
    {"a non-ASCII recipient", "a@b", "\xC3\xB6@d", "x", "550 5.6.7"},
    {"a non-ASCII header", "a@b", "c@d", "Subject: \xC3\xB6\n\nx", "550 5.6.7"},
    {"a mail larger than SIZE", "a@b", "c@d", std::string(1'001, 'x'), "552 5.3.4"},
};

const bool refused_here = table(unsayables, [](const Unsayable& row) {
    ScriptedStream server{R"(
        S: 220 mx.example ready
        C: EHLO desk.example
        S: 250-mx.example
        S: 250-PIPELINING
        S: 250 SIZE 1000
        C: MAIL FROM:<good@b> SIZE=3
        C: RCPT TO:<c@d>
        C: DATA
        S: 250 ok
        S: 250 ok
        S: 354 ok
        C: x
        C: .
        S: 250 2.0.0 queued
    )"};
    SmtpSession session{server};
    BOOST_TEST(!session.greet("desk.example"));
    const std::vector<SmtpMail> mails = {{row.sender, row.recipient, row.bytes}, {"good@b", "c@d", "x"},
                                         {row.sender, row.recipient, row.bytes}};
    const auto results = send_batch(session, mails, [](std::size_t) {});
    BOOST_TEST(words_for(results.at(0)).rfind(row.answer, 0) == 0u);
    BOOST_TEST(words_for(results.at(1)) == "250 2.0.0 queued"); // the next one goes all the same
    BOOST_TEST(words_for(results.at(2)).rfind(row.answer, 0) == 0u);
}, __FILE__, __LINE__);

BOOST_AUTO_TEST_CASE(a_large_mail_whose_connection_dies_before_its_last_piece_was_not_sent)
{
    const std::string large(300'000, 'x');
    class Dying : public ScriptedStream {
    public:
        using ScriptedStream::ScriptedStream;
        void write(std::string_view bytes) override
        {
            if (bytes.size() > 100'000) throw StreamError{StreamError::Cause::closed, "reset"};
            ScriptedStream::write(bytes);
        }
    };
    Dying server{pipelining_hello + open_ann + welcomed};
    BOOST_TEST(played(server, {{"desk@help.example", "ann@example", large}}) == "not | 0");
}

BOOST_AUTO_TEST_SUITE_END()
