// Servers that lie around STARTTLS and STLS: nothing of value is said in clear, the connection is refused.
#include "mail/protocol/pop3_session.h"
#include "tests/mail/protocol/hostile_stream.h"
#include "tests/mail/protocol/imap_dialogue.h"

#include <boost/test/unit_test.hpp>
#include <fmt/core.h>

#include <iterator>

using namespace deskhand::mail;
using namespace deskhand::tests;

namespace {

const Login ann{"ann@desk.example", "open sesame", AuthMethod::automatic};

struct Script {
    const char* name;
    std::vector<std::string> steps;
    const char* ending;
};

const std::string hello = "* OK hello\r\n";

const Script imap_scripts[] = {
    {"PREAUTH as greeting", {"* PREAUTH hello ann\r\n"}, "untrusted"},
    {"PREAUTH with capabilities", {"* PREAUTH [CAPABILITY IMAP4rev1 AUTH=PLAIN] hello\r\n"}, "untrusted"},
    {"BYE as greeting", {"* BYE [REFERRAL imap://evil.example/] go there\r\n"}, "closed"},
    {"a greeting of no known kind", {"+OK hello\r\n", "<", "%T OK go\r\n"}, "malformed"},
    {"a tagged OK as greeting", {"a1 OK hello\r\n", "<"}, "malformed"},
    {"a greeting without end", {std::string(2u << 20, 'x')}, "malformed"},
    {"a literal in the greeting swallows nothing", {"* OK hello {30}\r\na1 OK Begin TLS\r\n"}, "malformed"},
    {"a tagged OK sent before the command", {hello + "a1 OK go\r\n"}, "malformed"},
    {"many tagged OKs sent before the command", {hello + "A001 OK go\r\n1 OK go\r\nd0 OK go\r\n"}, "malformed"},
    {"STARTTLS is unknown", {hello, "<", "%T BAD unknown command\r\n"}, "untrusted"},
    {"STARTTLS is refused", {hello, "<", "%T NO not now\r\n"}, "untrusted"},
    {"the capability is stripped, the command refused", {"* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] hello\r\n", "<", "%T BAD no\r\n"}, "untrusted"},
    {"a referral instead of TLS", {hello, "<", "%T NO [REFERRAL imap://evil.example/] go there\r\n"}, "untrusted"},
    {"an alert asks to log in without TLS", {hello, "<", "* OK [ALERT] TLS is broken, log in without\r\n%T NO sorry\r\n"}, "untrusted"},
    {"BYE instead of TLS", {hello, "<", "* BYE too busy\r\n"}, "closed"},
    {"hanging up instead of TLS", {hello, "<", "X"}, "closed"},
    {"the answer carries another tag", {hello, "<", "x%T OK go\r\n"}, "malformed"},
    {"an untagged OK instead of the answer", {hello, "<", "* OK go\r\n"}, "deadline"},
    {"a tagged PREAUTH", {hello, "<", "%T PREAUTH go\r\n"}, "deadline"},
    {"a continuation asks for the password", {hello, "<", "+ password please\r\n"}, "deadline"},
    {"a continuation, then another's answer", {hello, "<", "+ \r\nx1 OK go\r\n"}, "malformed"},
    {"capabilities behind the OK", {hello, "<", "%T OK go\r\n* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n", "TLS"}, "untrusted"},
    {"the same in a segment of its own", {hello, "<", "%T OK go\r\n", "* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n"}, "untrusted"},
    {"half a response behind the OK", {hello, "<", "%T OK go\r\n* CAP", "TLS"}, "untrusted"},
    {"an empty line behind the OK", {hello, "<", "%T OK go\r\n\r\n", "TLS"}, "untrusted"},
    {"the OK comes twice", {hello, "<", "%T OK go\r\n%T OK go\r\n", "TLS"}, "untrusted"},
    {"OK and no handshake", {hello, "<", "%T OK go\r\n"}, "untrusted"},
    {"an answer to nothing inside TLS", {hello, "<", "%T OK go\r\n", "TLS", "a9 OK [CAPABILITY IMAP4rev1] x\r\n"}, "malformed"},
    {"LOGINDISABLED inside TLS", {hello, "<", "%T OK go\r\n", "TLS", "<", "* CAPABILITY IMAP4rev1 LOGINDISABLED\r\n%T OK done\r\n"}, "refused"},
};

const Script pop3_scripts[] = {
    {"a greeting of another protocol", {"* OK hello\r\n"}, "malformed"},
    {"a greeting that refuses", {"-ERR [SYS/PERM] go to evil.example\r\n"}, "closed"},
    {"a greeting without end", {std::string(2u << 20, 'x')}, "malformed"},
    {"a NUL before the greeting", {std::string("\0+OK hello\r\n", 12)}, "malformed"},
    {"a continuation as greeting", {"+ password please\r\n"}, "closed"},
    {"an OK sent before the command", {"+OK hello\r\n+OK go\r\n", "TLS"}, "untrusted"},
    {"a whole login sent before the command", {"+OK hello\r\n+OK go\r\n+OK\r\n+OK logged in\r\n", "TLS"}, "untrusted"},
    {"half an OK sent before the command", {"+OK hello\r\n+O", "<", "K go\r\n", "TLS"}, "untrusted"},
    {"STLS is unknown", {"+OK hello\r\n", "<", "-ERR unknown\r\n"}, "untrusted"},
    {"STLS is refused for now", {"+OK hello\r\n", "<", "-ERR [SYS/TEMP] log in without\r\n"}, "untrusted"},
    {"a continuation instead of an answer", {"+OK hello\r\n", "<", "+ password please\r\n"}, "untrusted"},
    {"a word that is no answer", {"+OK hello\r\n", "<", "OK go\r\n"}, "malformed"},
    {"an IMAP answer", {"+OK hello\r\n", "<", "%T OK go\r\n"}, "malformed"},
    {"hanging up instead of TLS", {"+OK hello\r\n", "<", "X"}, "closed"},
    {"silence instead of TLS", {"+OK hello\r\n", "<"}, "deadline"},
    {"an answer without end", {"+OK hello\r\n", "<", "+OK" + std::string(1u << 20, ' ')}, "malformed"},
    {"capabilities behind the OK", {"+OK hello\r\n", "<", "+OK go\r\n+OK\r\nSASL PLAIN\r\n.\r\n", "TLS"}, "untrusted"},
    {"the same in a segment of its own", {"+OK hello\r\n", "<", "+OK go\r\n", "+OK\r\nSASL PLAIN\r\n.\r\n"}, "untrusted"},
    {"half a line behind the OK", {"+OK hello\r\n", "<", "+OK go\r\n+O", "TLS"}, "untrusted"},
    {"an empty line behind the OK", {"+OK hello\r\n", "<", "+OK go\r\n\r\n", "TLS"}, "untrusted"},
    {"OK and then a refusal", {"+OK hello\r\n", "<", "+OK go\r\n-ERR no\r\n", "TLS"}, "untrusted"},
    {"OK and no handshake", {"+OK hello\r\n", "<", "+OK go\r\n"}, "untrusted"},
};

// Octets said in clear besides the one command that asks for TLS.
std::size_t beyond(const std::string& in_clear, const std::string& command)
{
    const auto at = in_clear.find(command);
    if (at == std::string::npos) return in_clear.size();
    const bool tag_only = in_clear.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789 ") >= at;
    return in_clear.size() - command.size() - (tag_only ? at : 0);
}

void report(const char* protocol, const Script& script, const std::string& ending, std::size_t octets)
{
    fmt::print("{:5} {:50} {:10} {} credential octets in clear\n", protocol, script.name, ending, octets);
    BOOST_TEST(ending == script.ending, script.name << ": " << ending);
    BOOST_TEST(octets == 0u, script.name);
}

}

BOOST_AUTO_TEST_SUITE(hostile_server)

BOOST_AUTO_TEST_CASE(imap_servers_that_lie_before_tls_hear_no_credentials_and_are_refused)
{
    BOOST_TEST(std::size(imap_scripts) >= 15u);
    for (const auto& script : imap_scripts) {
        HostileStream server{script.steps};
        ImapSession session{server, {}};
        const auto ending = answer_to([&] {
            session.greet(ImapUpgrade::starttls, "desk.example");
            session.login(ann);
        });
        report("IMAP", script, ending, beyond(server.in_clear(), "STARTTLS\r\n"));
    }
}

BOOST_AUTO_TEST_CASE(pop3_servers_that_lie_before_tls_hear_no_credentials_and_are_refused)
{
    BOOST_TEST(std::size(pop3_scripts) >= 15u);
    for (const auto& script : pop3_scripts) {
        HostileStream server{script.steps};
        Pop3Session session{server, {}};
        const auto ending = answer_to([&] {
            session.greet(Pop3Upgrade::stls, "desk.example");
            session.login(ann);
        });
        report("POP3", script, ending, beyond(server.in_clear(), "STLS\r\n"));
    }
}

// Without TLS, which settings allow on this machine only.
BOOST_AUTO_TEST_CASE(logindisabled_is_respected_in_clear)
{
    HostileStream server{{"* OK [CAPABILITY IMAP4rev1 LOGINDISABLED] hello\r\n"}};
    ImapSession session{server, {}};
    session.greet(ImapUpgrade::none, "desk.example");
    BOOST_CHECK_THROW(session.login(ann), LoginRefused);
    BOOST_TEST(server.in_clear().empty());
}

BOOST_AUTO_TEST_SUITE_END()
