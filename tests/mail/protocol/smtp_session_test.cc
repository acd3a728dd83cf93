#include "mail/protocol/smtp_session.h"
#include "tests/support/scripted_stream.h"
#include "tests/support/stream_errors.h"

#include <boost/test/unit_test.hpp>

using namespace deskhand::mail;
using namespace deskhand::tests;
using namespace std::chrono_literals;

namespace {

// The refusal as a line of text; "welcome" when there is none.
std::string shown_greeting(const std::optional<SmtpReply>& refusal) { return refusal ? shown(*refusal) : "welcome"; }

const std::string offers_tls = R"(
    S: 220 mx.example ready
    C: EHLO desk.example
    S: 250-mx.example
    S: 250-AUTH PLAIN
    S: 250 STARTTLS
    C: STARTTLS
)";

}

BOOST_AUTO_TEST_SUITE(smtp_session)

BOOST_AUTO_TEST_CASE(ehlo_tells_what_the_server_can_do)
{
    ScriptedStream server{R"(
        S: 220 mx.example ready
        C: EHLO desk.example
        S: 250-mx.example
        S: 250 PIPELINING
    )"};
    SmtpSession session{server};
    BOOST_TEST(shown_greeting(session.greet("desk.example")) == "welcome");
    BOOST_TEST(session.extensions().pipelining);
}

BOOST_AUTO_TEST_CASE(helo_is_said_where_ehlo_is_not_known)
{
    ScriptedStream server{R"(
        S: 220 mx.example ready
        C: EHLO desk.example
        S: 502 5.5.1 what
        C: HELO desk.example
        S: 250 mx.example
    )"};
    SmtpSession session{server};
    BOOST_TEST(shown_greeting(session.greet("desk.example")) == "welcome");
    BOOST_TEST(!session.extensions().pipelining);
}

BOOST_AUTO_TEST_CASE(helo_is_not_tried_on_a_server_that_is_busy)
{
    ScriptedStream server{R"(
        S: 220 mx.example ready
        C: EHLO desk.example
        S: 451 4.3.0 later
    )"};
    SmtpSession session{server};
    BOOST_TEST(shown_greeting(session.greet("desk.example")) == "451 4.3.0 later");
}

BOOST_AUTO_TEST_CASE(a_greeting_that_refuses_is_an_answer)
{
    ScriptedStream server{"S: 554 5.7.1 not you\n"};
    SmtpSession session{server};
    BOOST_TEST(shown_greeting(session.greet("desk.example")) == "554 5.7.1 not you");
}

BOOST_AUTO_TEST_CASE(a_greeting_that_closes_is_noticed)
{
    ScriptedStream server{"S: 421 4.3.2 down for the night\n"};
    SmtpSession session{server};
    BOOST_TEST(shown_greeting(session.greet("desk.example")) == "421 4.3.2 down for the night");
    BOOST_TEST(session.closing());
}

// Poco loops here for ever.
BOOST_AUTO_TEST_CASE(a_reply_cut_before_its_last_line_is_an_error)
{
    ScriptedStream server{R"(
        S: 220 mx.example ready
        C: EHLO desk.example
        S: 250-mx.example
        X
    )"};
    SmtpSession session{server};
    BOOST_TEST(ending_of([&] { (void)session.greet("desk.example"); }) == "closed");
}

BOOST_AUTO_TEST_CASE(a_reply_that_is_no_smtp_is_an_error)
{
    ScriptedStream server{"S: HTTP/1.1 400 Bad Request\n"};
    SmtpSession session{server};
    BOOST_TEST(ending_of([&] { (void)session.greet("desk.example"); }) == "malformed");
}

BOOST_AUTO_TEST_CASE(a_reply_may_arrive_octet_by_octet)
{
    ScriptedStream server{R"(
        S: 220-mx.example
        S: 220 ready
        C: EHLO desk.example
        S: 250-mx.example
        S: 250 PIPELINING
    )", Pieces::single_octets};
    SmtpSession session{server};
    BOOST_TEST(shown_greeting(session.greet("desk.example")) == "welcome");
    BOOST_TEST(session.extensions().pipelining);
}

BOOST_AUTO_TEST_CASE(silence_is_waited_for_as_long_as_the_standard_says)
{
    ScriptedStream server{"...\n"};
    SmtpSession session{server};
    BOOST_TEST(ending_of([&] { (void)session.greet("desk.example"); }) == "deadline");
    BOOST_TEST((server.patience() == 5min));
    BOOST_TEST((session.timeouts().final_dot == 10min));
}

// A stream on which a second passes with every octet, so that only the total can end it.
class Dripping : public ByteStream {
public:
    std::string read() override { ++reads; return "2"; }
    void write(std::string_view) override {}
    bool readable_within(std::chrono::milliseconds) override { return true; }
    void set_patience(std::chrono::milliseconds) override {}
    void start_tls(const std::string&) override {}
    int reads = 0;
};

BOOST_AUTO_TEST_CASE(a_reply_that_never_ends_is_given_up)
{
    Dripping stream;
    SmtpSession session{stream};
    BOOST_TEST(ending_of([&] { (void)session.greet("desk.example"); }) == "malformed");
    BOOST_TEST(stream.reads <= 5'000);
}

BOOST_AUTO_TEST_CASE(the_patience_is_for_the_whole_reply)
{
    Dripping stream;
    SmtpTimeouts impatient;
    impatient.greeting = 0ms;
    SmtpSession session{stream, impatient};
    BOOST_TEST(ending_of([&] { (void)session.greet("desk.example"); }) == "deadline");
    BOOST_TEST(stream.reads == 1);
}

BOOST_AUTO_TEST_CASE(a_command_cannot_carry_another_one)
{
    ScriptedStream server{""};
    SmtpSession session{server};
    BOOST_CHECK_THROW(session.command("NOOP\r\nQUIT", 1s), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(quit_waits_for_221_and_not_long)
{
    ScriptedStream server{R"(
        C: QUIT
        S: 221 bye
    )"};
    SmtpSession session{server};
    session.quit();
    BOOST_TEST((server.patience() <= 5s));
}

BOOST_AUTO_TEST_CASE(quit_does_not_mind_a_server_that_is_gone)
{
    ScriptedStream server{"X\n"};
    SmtpSession session{server};
    session.quit();
    BOOST_TEST(server.writes().size() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(smtp_starttls)

BOOST_AUTO_TEST_CASE(what_was_offered_before_tls_counts_no_more)
{
    ScriptedStream server{offers_tls + R"(
        S: 220 2.0.0 go ahead
        TLS
        C: EHLO desk.example
        S: 250-mx.example
        S: 250 PIPELINING
    )"};
    SmtpSession session{server};
    BOOST_TEST(shown_greeting(session.greet("desk.example")) == "welcome");
    BOOST_TEST(shown_greeting(session.start_tls("mx.example")) == "welcome");
    BOOST_TEST(server.tls_host() == "mx.example");
    BOOST_TEST(session.extensions().pipelining);
    BOOST_TEST(!session.extensions().offers("PLAIN"));
}

BOOST_AUTO_TEST_CASE(a_stripped_offer_ends_the_dialogue)
{
    ScriptedStream server{R"(
        S: 220 mx.example ready
        C: EHLO desk.example
        S: 250-mx.example
        S: 250 AUTH PLAIN
    )"};
    SmtpSession session{server};
    BOOST_TEST(shown_greeting(session.greet("desk.example")) == "welcome");
    BOOST_TEST(ending_of([&] { (void)session.start_tls("mx.example"); }) == "untrusted");
}

BOOST_AUTO_TEST_CASE(ehlo_refused_to_hide_the_offer_ends_the_dialogue)
{
    ScriptedStream server{R"(
        S: 220 mx.example ready
        C: EHLO desk.example
        S: 502 5.5.1 what
        C: HELO desk.example
        S: 250 mx.example
    )"};
    SmtpSession session{server};
    BOOST_TEST(shown_greeting(session.greet("desk.example")) == "welcome");
    BOOST_TEST(ending_of([&] { (void)session.start_tls("mx.example"); }) == "untrusted");
}

BOOST_AUTO_TEST_CASE(a_refusal_ends_the_dialogue)
{
    ScriptedStream server{offers_tls + "S: 454 4.7.0 TLS not available\n"};
    SmtpSession session{server};
    BOOST_TEST(shown_greeting(session.greet("desk.example")) == "welcome");
    BOOST_TEST(ending_of([&] { (void)session.start_tls("mx.example"); }) == "untrusted");
}

BOOST_AUTO_TEST_CASE(octets_injected_behind_the_220_end_the_dialogue)
{
    ScriptedStream server{offers_tls + R"(
        S: 220 2.0.0 go ahead
        S: 250 injected
    )"};
    SmtpSession session{server};
    BOOST_TEST(shown_greeting(session.greet("desk.example")) == "welcome");
    BOOST_TEST(ending_of([&] { (void)session.start_tls("mx.example"); }) == "malformed");
}

BOOST_AUTO_TEST_CASE(half_a_line_behind_the_220_is_injected_too)
{
    ScriptedStream server{offers_tls + R"(
        S: 220 2.0.0 go ahead
        S| 2
    )"};
    SmtpSession session{server};
    BOOST_TEST(shown_greeting(session.greet("desk.example")) == "welcome");
    BOOST_TEST(ending_of([&] { (void)session.start_tls("mx.example"); }) == "malformed");
}

BOOST_AUTO_TEST_CASE(nothing_is_said_to_a_server_whose_certificate_is_not_trusted)
{
    ScriptedStream server{offers_tls + R"(
        S: 220 2.0.0 go ahead
        TLS!
    )"};
    SmtpSession session{server};
    BOOST_TEST(shown_greeting(session.greet("desk.example")) == "welcome");
    BOOST_TEST(ending_of([&] { (void)session.start_tls("mx.example"); }) == "untrusted");
}

BOOST_AUTO_TEST_SUITE_END()
