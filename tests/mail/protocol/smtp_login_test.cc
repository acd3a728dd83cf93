// SmtpSession::log_in, as transcripts. "Aladdin" and "open sesame" are RFC 2617's.
#include "mail/protocol/smtp_session.h"
#include "tests/support/scripted_stream.h"
#include "tests/support/stream_errors.h"
#include "tests/support/table.h"

#include <boost/test/unit_test.hpp>

using namespace deskhand::mail;
using namespace deskhand::tests;

namespace {

struct Exchange {
    const char* name;
    AuthMethod method;
    const char* offer; // the AUTH line of EHLO
    const char* script;
    const char* ending; // "in", the refusal, or the cause of a StreamError
};

// user Aladdin, secret "open sesame"
const Exchange exchanges[] = {
    {"PLAIN in one go", AuthMethod::automatic, "AUTH LOGIN PLAIN", R"(
        C: AUTH PLAIN AEFsYWRkaW4Ab3BlbiBzZXNhbWU=
        S: 235 2.7.0 welcome
    )", "in"},
    {"PLAIN from a server that overlooks the initial response", AuthMethod::plain, "AUTH PLAIN", R"(
        C: AUTH PLAIN AEFsYWRkaW4Ab3BlbiBzZXNhbWU=
        S: 334 
        C: AEFsYWRkaW4Ab3BlbiBzZXNhbWU=
        S: 235 2.7.0 welcome
    )", "in"},
    {"PLAIN from a server that asks for ever is cancelled", AuthMethod::plain, "AUTH PLAIN", R"(
        C: AUTH PLAIN AEFsYWRkaW4Ab3BlbiBzZXNhbWU=
        S: 334 
        C: AEFsYWRkaW4Ab3BlbiBzZXNhbWU=
        S: 334 bW9yZQ==
        C: *
        S: 501 5.7.0 cancelled
    )", "501 5.7.0 cancelled"},
    {"a wrong password", AuthMethod::plain, "AUTH PLAIN", R"(
        C: AUTH PLAIN AEFsYWRkaW4Ab3BlbiBzZXNhbWU=
        S: 535 5.7.8 no
    )", "535 5.7.8 no"},
    {"a login server that is down", AuthMethod::plain, "AUTH PLAIN", R"(
        C: AUTH PLAIN AEFsYWRkaW4Ab3BlbiBzZXNhbWU=
        S: 454 4.7.0 later
    )", "454 4.7.0 later"},
    {"success is 235 and nothing else", AuthMethod::plain, "AUTH PLAIN", R"(
        C: AUTH PLAIN AEFsYWRkaW4Ab3BlbiBzZXNhbWU=
        S: 250 2.0.0 fine
    )", "malformed"},
    {"LOGIN where there is no PLAIN", AuthMethod::automatic, "AUTH CRAM-MD5 LOGIN", R"(
        C: AUTH LOGIN
        S: 334 VXNlcm5hbWU6
        C: QWxhZGRpbg==
        S: 334 UGFzc3dvcmQ6
        C: b3BlbiBzZXNhbWU=
        S: 235 2.7.0 welcome
    )", "in"},
    // Poco says "success" here without having logged in.
    {"LOGIN with challenges nobody has seen before", AuthMethod::login, "AUTH LOGIN", R"(
        C: AUTH LOGIN
        S: 334 V2hvPw==
        C: QWxhZGRpbg==
        S: 334 U2VzYW1lPw==
        C: b3BlbiBzZXNhbWU=
        S: 235 2.7.0 welcome
    )", "in"},
    {"LOGIN with empty challenges", AuthMethod::login, "AUTH LOGIN", R"(
        C: AUTH LOGIN
        S: 334 
        C: QWxhZGRpbg==
        S: 334 
        C: b3BlbiBzZXNhbWU=
        S: 535 5.7.8 no
    )", "535 5.7.8 no"},
    {"LOGIN that asks for the password first", AuthMethod::login, "AUTH LOGIN", R"(
        C: AUTH LOGIN
        S: 334 UGFzc3dvcmQ6
        C: b3BlbiBzZXNhbWU=
        S: 334 VXNlcm5hbWU6
        C: QWxhZGRpbg==
        S: 235 2.7.0 welcome
    )", "in"},
    {"LOGIN refused at once", AuthMethod::login, "AUTH LOGIN", R"(
        C: AUTH LOGIN
        S: 534 5.7.9 too weak
    )", "534 5.7.9 too weak"},
    {"XOAUTH2", AuthMethod::xoauth2, "AUTH PLAIN XOAUTH2", R"(
        C: AUTH XOAUTH2 dXNlcj1BbGFkZGluAWF1dGg9QmVhcmVyIG9wZW4gc2VzYW1lAQE=
        S: 235 2.7.0 welcome
    )", "in"},
    {"XOAUTH2 with a token that has expired", AuthMethod::xoauth2, "AUTH XOAUTH2", R"(
        C: AUTH XOAUTH2 dXNlcj1BbGFkZGluAWF1dGg9QmVhcmVyIG9wZW4gc2VzYW1lAQE=
        S: 334 eyJzdGF0dXMiOiI0MDEifQ==
        C: 
        S: 535 5.7.3 expired
    )", "535 5.7.3 expired"},
    {"a token is never sent as a password", AuthMethod::xoauth2, "AUTH PLAIN LOGIN", "",
     "504 5.5.4 no way to log in that we may use; the server offers: PLAIN LOGIN"},
    {"nothing we know is offered", AuthMethod::automatic, "AUTH CRAM-MD5 GSSAPI", "",
     "504 5.5.4 no way to log in that we may use; the server offers: CRAM-MD5 GSSAPI"},
    {"a mechanism that only contains the word", AuthMethod::plain, "AUTH XPLAIN PLAIN-CLIENTTOKEN", "",
     "504 5.5.4 no way to log in that we may use; the server offers: XPLAIN PLAIN-CLIENTTOKEN"},
    {"the server hangs up in the middle", AuthMethod::login, "AUTH LOGIN", R"(
        C: AUTH LOGIN
        S: 334 VXNlcm5hbWU6
        C: QWxhZGRpbg==
        X
    )", "closed"},
};

void check_exchange(const Exchange& row)
{
    ScriptedStream server{std::string{R"(
        S: 220 mx.example ready
        C: EHLO desk.example
        S: 250-mx.example
        S: 250 )"} + row.offer + "\n" + row.script};
    SmtpSession session{server};
    BOOST_TEST(!session.greet("desk.example"));
    std::optional<SmtpReply> refusal;
    const auto ending =
        ending_of([&] { refusal = session.log_in({.user = "Aladdin", .secret = "open sesame", .method = row.method}); });
    const auto said = refusal ? shown(*refusal) : "in";
    BOOST_TEST((ending == "fine" ? said : ending) == row.ending);
}

}

BOOST_AUTO_TEST_SUITE(smtp_login)
const bool listed = table(exchanges, check_exchange, __FILE__, __LINE__);
BOOST_AUTO_TEST_SUITE_END()
