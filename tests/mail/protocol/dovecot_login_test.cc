// Every way to log in, against a real Dovecot, on IMAP, POP3 and SMTP.
#include "mail/net/poco_stream.h"
#include "mail/protocol/imap_session.h"
#include "mail/protocol/pop3_session.h"
#include "mail/protocol/smtp_session.h"
#include "tests/mail/protocol/imap_dialogue.h"
#include "tests/support/dovecot.h"
#include "tests/support/smtp_sink.h"
#include "tests/support/table.h"

#include <boost/test/unit_test.hpp>

using namespace deskhand::mail;
using namespace deskhand::tests;

namespace {

struct Row {
    const char* name;
    AuthMethod method;
    const char* mechanisms;
};

// The test's Dovecot takes the same word as password and as token.
const Row rows[] = {
    {"SCRAM-SHA-256", AuthMethod::scram_sha_256, "scram-sha-256 plain login"},
    {"the strongest where there is SCRAM", AuthMethod::automatic, "plain scram-sha-256 login"},
    {"the strongest where there is none", AuthMethod::automatic, "plain login"},
    {"PLAIN", AuthMethod::plain, "plain"},
    {"OAUTHBEARER", AuthMethod::oauthbearer, "oauthbearer"},
    {"XOAUTH2", AuthMethod::xoauth2, "xoauth2"},
};

std::string by_imap(const Dovecot& server, const Login& login)
{
    const auto stream = connect(server.endpoint(server.imaps_port(), Security::tls));
    ImapSession session{*stream, {}};
    return answer_to([&] {
        session.greet(ImapUpgrade::none, "localhost");
        session.login(login);
        session.select("INBOX", ImapAccess::read_write);
    });
}

std::string by_pop3(const Dovecot& server, const Login& login)
{
    const auto stream = connect(server.endpoint(server.pop3s_port(), Security::tls));
    Pop3Session session{*stream, {}};
    return answer_to([&] {
        session.greet(Pop3Upgrade::none, "localhost");
        session.login(login);
        session.list();
    });
}

std::string by_smtp(const Dovecot& server, const Login& login)
{
    const auto stream = connect(server.endpoint(server.submission_port(), Security::starttls));
    SmtpSession session{*stream};
    BOOST_TEST(!session.greet("desk.example"));
    BOOST_TEST(!session.start_tls("localhost"));
    const auto refusal = session.log_in(login);
    session.quit();
    return refusal ? "refused" : "fine";
}

}

BOOST_AUTO_TEST_SUITE(dovecot_login)

BOOST_AUTO_TEST_SUITE(mechanisms)
const bool all = table(rows, [](const Row& row) {
    const SmtpSink relay;
    const Dovecot server{{.relay_port = relay.port(), .more = std::string{"auth_mechanisms = "} + row.mechanisms + "\n"}};
    BOOST_TEST(by_imap(server, {"ann", Dovecot::password, row.method}) == "fine");
    BOOST_TEST(by_imap(server, {"ann", "wrong", row.method}) == "refused");
    BOOST_TEST(by_pop3(server, {"ann", Dovecot::password, row.method}) == "fine");
    BOOST_TEST(by_pop3(server, {"ann", "wrong", row.method}) == "refused");
    BOOST_TEST(by_smtp(server, {"ann", Dovecot::password, row.method}) == "fine");
    BOOST_TEST(by_smtp(server, {"ann", "wrong", row.method}) == "refused");
}, __FILE__, __LINE__);
BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE_END()
