// Greeting, STARTTLS and login of an IMAP session, as transcripts.
#include "tests/mail/protocol/imap_dialogue.h"
#include "tests/support/table.h"

#include <boost/test/unit_test.hpp>

using namespace deskhand::mail;
using namespace deskhand::tests;

namespace {

const Login ann{"ann", "secret", AuthMethod::automatic};
const Login token{"ann", "tok", AuthMethod::xoauth2};

struct Row {
    const char* name;
    Login login;
    ImapUpgrade upgrade;
    const char* script;
    const char* answer;
};

constexpr auto none = ImapUpgrade::none, starttls = ImapUpgrade::starttls;

const Row rows[] = {
    {"PLAIN goes in one line when SASL-IR is offered, and capabilities are read again", ann, none,
     R"(S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] hello
        C: a1 AUTHENTICATE PLAIN AGFubgBzZWNyZXQ=
        S: a1 OK welcome
        C: a2 CAPABILITY
        S: * CAPABILITY IMAP4rev1 MOVE
        S: a2 OK done)", "fine"},
    {"PLAIN waits for the go-ahead without SASL-IR", ann, none,
     R"(S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] hello
        C: a1 AUTHENTICATE PLAIN
        S: +
        C: AGFubgBzZWNyZXQ=
        S: a1 OK [CAPABILITY IMAP4rev1 MOVE] welcome)", "fine"},
    {"LOGIN is used where PLAIN is not offered", ann, none,
     R"(S: * OK hello
        C: a1 CAPABILITY
        S: * CAPABILITY IMAP4rev1
        S: a1 OK done
        C: a2 LOGIN "ann" "secret"
        S: * CAPABILITY IMAP4rev1 MOVE
        S: a2 OK welcome)", "fine"},
    {"LOGIN steps in when the server offered PLAIN and does not know it", ann, none,
     R"(S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] hello
        C: a1 AUTHENTICATE PLAIN AGFubgBzZWNyZXQ=
        S: a1 BAD unknown mechanism
        C: a2 LOGIN "ann" "secret"
        S: a2 OK [CAPABILITY IMAP4rev1] welcome)", "fine"},
    {"a password with quotes stays one word", {"a\"b", "c\\d", AuthMethod::login}, none,
     R"(S: * OK [CAPABILITY IMAP4rev1] hello
        C: a1 LOGIN "a\"b" "c\\d"
        S: a1 OK [CAPABILITY IMAP4rev1] welcome)", "fine"},
    {"a password beyond ASCII waits as a literal", {"ann", "p\xc3\xa4ss", AuthMethod::login}, none,
     "S: * OK [CAPABILITY IMAP4rev1] hello\nC: a1 LOGIN \"ann\" {5}\nS: + ready\nC: p\xc3\xa4ss\n"
     "S: a1 OK [CAPABILITY IMAP4rev1] welcome", "fine"},
    {"a literal refused is a refused login", {"ann", "p\xc3\xa4ss", AuthMethod::login}, none,
     "S: * OK [CAPABILITY IMAP4rev1] hello\nC: a1 LOGIN \"ann\" {5}\nS: a1 BAD no literals", "refused"},
    {"half a command answered with OK ends the session", {"ann", "p\xc3\xa4ss", AuthMethod::login}, none,
     "S: * OK [CAPABILITY IMAP4rev1] hello\nC: a1 LOGIN \"ann\" {5}\nS: a1 OK welcome", "malformed"},
    {"LOGINDISABLED is respected", ann, none,
     R"(S: * OK [CAPABILITY IMAP4rev1 LOGINDISABLED STARTTLS] hello)", "refused"},
    {"a wrong password is refused", ann, none,
     R"(S: * OK [CAPABILITY IMAP4rev1] hello
        C: a1 LOGIN "ann" "secret"
        S: a1 NO [AUTHENTICATIONFAILED] no)", "refused"},
    {"a server that is busy may be tried again", ann, none,
     R"(S: * OK [CAPABILITY IMAP4rev1] hello
        C: a1 LOGIN "ann" "secret"
        S: a1 NO [UNAVAILABLE] later)", "closed"},
    {"a token goes by XOAUTH2", token, none,
     R"(S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2] hello
        C: a1 AUTHENTICATE XOAUTH2 dXNlcj1hbm4BYXV0aD1CZWFyZXIgdG9rAQE=
        S: a1 OK [CAPABILITY IMAP4rev1] welcome)", "fine"},
    {"the error challenge of XOAUTH2 is answered with an empty line", token, none,
     R"(S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2] hello
        C: a1 AUTHENTICATE XOAUTH2 dXNlcj1hbm4BYXV0aD1CZWFyZXIgdG9rAQE=
        S: + eyJzdGF0dXMiOiI0MDAifQ==
        C| \r\n
        S: a1 NO [AUTHENTICATIONFAILED] token expired)", "refused"},
    {"XOAUTH2 waits for the go-ahead without SASL-IR, and its error challenge is answered", token, none,
     R"(S: * OK [CAPABILITY IMAP4rev1 AUTH=XOAUTH2] hello
        C: a1 AUTHENTICATE XOAUTH2
        S: +
        C: dXNlcj1hbm4BYXV0aD1CZWFyZXIgdG9rAQE=
        S: + eyJzdGF0dXMiOiI0MDAifQ==
        C| \r\n
        S: a1 NO AUTHENTICATE failed.)", "refused"},
    {"the error challenge of OAUTHBEARER is answered with one octet", {"ann", "tok", AuthMethod::oauthbearer}, none,
     R"(S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=OAUTHBEARER] hello
        C: a1 AUTHENTICATE OAUTHBEARER bixhPWFubiwBYXV0aD1CZWFyZXIgdG9rAQE=
        S: + eyJzdGF0dXMiOiJpbnZhbGlkX3Rva2VuIn0=
        C: AQ==
        S: a1 NO [AUTHENTICATIONFAILED] token expired)", "refused"},
    {"SCRAM goes before PLAIN, and a yes without the server's proof is not believed", ann, none,
     R"(S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN AUTH=SCRAM-SHA-256] hello
        C: a1 AUTHENTICATE SCRAM-SHA-256
        S: a1 OK welcome)", "untrusted"},
    {"the ID and UTF8=ACCEPT are said where offered", ann, none,
     R"(S: * OK [CAPABILITY IMAP4rev1] hello
        C: a1 LOGIN "ann" "secret"
        S: a1 OK [CAPABILITY IMAP4rev1 ID ENABLE UTF8=ACCEPT] welcome
        C: a2 ID ("name" "Deskhand")
        S: * ID NIL
        S: a2 OK done
        C: a3 ENABLE UTF8=ACCEPT
        S: * ENABLED UTF8=ACCEPT
        S: a3 OK done)", "fine"},
    {"a server that logs us in is not asked again", ann, none, "S: * PREAUTH [CAPABILITY IMAP4rev1] hello ann", "fine"},
    {"capabilities are asked for after TLS, whatever was said before", ann, starttls,
     R"(S: * OK [CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED] hello
        C: a1 STARTTLS
        S: a1 OK go
        TLS
        C: a2 CAPABILITY
        S: * CAPABILITY IMAP4rev1
        S: a2 OK done
        C: a3 LOGIN "ann" "secret"
        S: a3 OK [CAPABILITY IMAP4rev1] welcome)", "fine"},
    {"nothing is said when TLS is refused", ann, starttls,
     R"(S: * OK [CAPABILITY IMAP4rev1] hello
        C: a1 STARTTLS
        S: a1 BAD unknown)", "untrusted"},
    {"nothing is said over an untrusted certificate", ann, starttls,
     R"(S: * OK hello
        C: a1 STARTTLS
        S: a1 OK go
        TLS!)", "untrusted"},
    {"a greeting that logs us in before TLS is an attack", ann, starttls, "S: * PREAUTH hello ann", "untrusted"},
    {"octets slipped in before TLS are an attack", ann, starttls,
     R"(S: * OK hello
        C: a1 STARTTLS
        S: a1 OK go
        S: * CAPABILITY IMAP4rev1 AUTH=PLAIN)", "untrusted"},
    {"an answer placed before its command is an attack", ann, starttls,
     R"(S: * OK hello
        S: d00000000 OK go
        C: a1 STARTTLS)", "malformed"},
    {"a goodbye instead of a greeting may be tried again", ann, none, "S: * BYE too busy", "closed"},
    {"a greeting of another protocol is refused", ann, none, "S: 220 mail.example ESMTP", "malformed"},
    {"a hang-up before the greeting is noticed", ann, none, "X", "closed"},
    {"silence before the greeting is noticed", ann, none, "...", "deadline"},
    {"a throttled login asks for a pause", ann, none,
     R"(S: * OK [CAPABILITY IMAP4rev1] hello
        C: a1 LOGIN "ann" "secret"
        S: a1 BAD Request is throttled. Suggested Backoff Time: 92415 milliseconds)", "closed"},
};

// Greets, and goes at the first command.
struct SilentServer : ByteStream {
    std::string read() override
    {
        if (heard.empty()) return "* OK hello\r\n";
        throw StreamError{StreamError::Cause::closed, "gone"};
    }
    void write(std::string_view octets) override { heard += octets; }
    bool readable_within(std::chrono::milliseconds) override { return true; }
    void set_patience(std::chrono::milliseconds) override {}
    void start_tls(const std::string&) override {}
    std::string heard;
};

std::string log_in(ImapDialogue& dialogue, const Row& row)
{
    return answer_to([&] {
        dialogue.session.greet(row.upgrade, "mail.example");
        dialogue.session.login(row.login);
    });
}

}

BOOST_AUTO_TEST_SUITE(imap_login)

BOOST_AUTO_TEST_SUITE(whole_lines)
const bool in_lines = table(rows, [](const Row& row) {
    ImapDialogue dialogue{row.script};
    BOOST_TEST(log_in(dialogue, row) == row.answer);
}, __FILE__, __LINE__);
BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_CASE(line_breaks_in_names_and_passwords_are_refused_before_anything_is_sent)
{
    for (const auto& evil : {std::string{"x\r\na LOGOUT"}, std::string{"x\ny"}, std::string("x\0y", 3)}) {
        ImapDialogue dialogue{"S: * OK [CAPABILITY IMAP4rev1] hello"};
        dialogue.session.greet(none, "mail.example");
        BOOST_CHECK_THROW(dialogue.session.login({"ann", evil, AuthMethod::login}), std::invalid_argument);
        BOOST_CHECK_THROW(dialogue.session.login({evil, "x", AuthMethod::login}), std::invalid_argument);
        BOOST_CHECK_THROW(dialogue.session.select(evil, ImapAccess::read_only), std::invalid_argument);
        BOOST_TEST(dialogue.stream.writes().empty());
    }
}

BOOST_AUTO_TEST_CASE(tags_are_random_unless_a_test_counts_them)
{
    const auto first_tag = [] {
        SilentServer server;
        ImapSession session{server, {}};
        BOOST_TEST(ending_of([&] { session.greet(none, "mail.example"); }) == "closed");
        return server.heard.substr(0, server.heard.find(' '));
    };
    const auto one = first_tag(), other = first_tag();
    BOOST_TEST(one.size() == 11u);
    BOOST_TEST(one != other);
}

BOOST_AUTO_TEST_CASE(the_pause_microsoft_asks_for_is_told)
{
    ImapDialogue dialogue{R"(S: * OK [CAPABILITY IMAP4rev1] hello
        C: a1 LOGIN "ann" "secret"
        S: * BYE Request is throttled. Suggested Backoff Time: 92415 milliseconds)"};
    dialogue.session.greet(none, "mail.example");
    BOOST_CHECK_EXCEPTION(dialogue.session.login(ann), Throttled,
                          [](const Throttled& asked) { return asked.pause.count() == 92'415; });
}

BOOST_AUTO_TEST_CASE(an_alert_is_kept_for_people)
{
    ImapDialogue dialogue{R"(S: * OK [CAPABILITY IMAP4rev1] hello
        S: * OK [ALERT] Mailbox is 99% full
        C: a1 LOGIN "ann" "secret"
        S: a1 OK [CAPABILITY IMAP4rev1] welcome)"};
    dialogue.session.greet(none, "mail.example");
    dialogue.session.login(ann);
    BOOST_TEST(dialogue.session.alert() == "[ALERT] Mailbox is 99% full");
}

BOOST_AUTO_TEST_SUITE_END()
