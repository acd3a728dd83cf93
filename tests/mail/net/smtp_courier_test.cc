#include "mail/net/smtp_courier.h"
#include "tests/support/delivery_words.h"
#include "tests/support/scripted_stream.h"
#include "tests/support/stream_errors.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <boost/test/unit_test.hpp>

#include <deque>
#include <stdexcept>

using namespace deskhand::mail;
using namespace deskhand::tests;

namespace {

RelaySettings relay_settings()
{
    RelaySettings settings;
    settings.server.host = "relay.example";
    settings.server.port = 587;
    settings.server.security = Security::none;
    settings.our_host_name = "desk.example";
    return settings;
}

// Plays one script for each connection that is asked for; one too many is unreachable.
Connector plays(std::vector<std::string> scripts)
{
    auto left = std::make_shared<std::deque<std::string>>(scripts.begin(), scripts.end());
    return [left](const Endpoint&) -> std::unique_ptr<ByteStream> {
        if (left->empty()) throw StreamError{StreamError::Cause::unreachable, "relay.example:587: connection refused"};
        auto stream = std::make_unique<ScriptedStream>(left->front());
        left->pop_front();
        return stream;
    };
}

const std::string hello = R"(
    S: 220 relay ready
    C: EHLO desk.example
    S: 250-relay
    S: 250 PIPELINING
)";
const std::string commands = R"(
    C: MAIL FROM:<desk@help.example>
    C: RCPT TO:<ann@example>
    C: DATA
)";
const std::string welcomed = R"(
    S: 250 2.1.0 ok
    S: 250 2.1.5 ok
    S: 354 go ahead
)";
const std::string data = R"(
    C: hi
    C: .
)";
const std::string queued = "S: 250 2.0.0 queued\n";
const std::string bye = "C: QUIT\nS: 221 bye\n";
const std::string one_mail = commands + welcomed + data + queued;

std::vector<Parcel> parcels_numbered(std::int64_t first, std::int64_t count)
{
    std::vector<Parcel> parcels;
    for (auto id = first; id < first + count; ++id) parcels.push_back({id, "desk@help.example", "ann@example", "hi\n"});
    return parcels;
}

// The results as kinds, e.g. "1:250 2:not".
std::string delivered(Courier& courier, const std::vector<Parcel>& parcels)
{
    std::vector<std::string> words;
    for (const auto& outcome : courier.deliver(parcels, [](auto) {}))
        words.push_back(fmt::format("{}:{}", outcome.id, kind_for(outcome.result)));
    return fmt::format("{}", fmt::join(words, " "));
}

std::string reason_of(Courier& courier)
{
    return words_for(courier.deliver(parcels_numbered(1, 1), [](auto) {}).at(0).result);
}

}

BOOST_AUTO_TEST_SUITE(smtp_courier)

BOOST_AUTO_TEST_CASE(nothing_to_deliver_opens_no_connection)
{
    SmtpCourier courier{relay_settings(), plays({})};
    BOOST_TEST(delivered(courier, {}) == "");
}

BOOST_AUTO_TEST_CASE(the_connection_is_kept_between_calls_and_ended_with_quit)
{
    SmtpCourier courier{relay_settings(), plays({hello + one_mail + one_mail + bye})};
    BOOST_TEST(delivered(courier, parcels_numbered(1, 1)) == "1:250");
    BOOST_TEST(delivered(courier, parcels_numbered(2, 1)) == "2:250");
    courier.close();
}

BOOST_AUTO_TEST_CASE(a_kept_connection_closed_meanwhile_is_replaced_unnoticed)
{
    SmtpCourier courier{relay_settings(), plays({hello + one_mail + "X\n", hello + one_mail + bye})};
    BOOST_TEST(delivered(courier, parcels_numbered(1, 1)) == "1:250");
    BOOST_TEST(delivered(courier, parcels_numbered(2, 1)) == "2:250");
}

BOOST_AUTO_TEST_CASE(a_kept_connection_that_says_421_first_is_replaced_unnoticed)
{
    SmtpCourier courier{relay_settings(),
                        plays({hello + one_mail + commands + "S: 421 4.4.2 idle too long\n", hello + one_mail + bye})};
    BOOST_TEST(delivered(courier, parcels_numbered(1, 1)) == "1:250");
    BOOST_TEST(delivered(courier, parcels_numbered(2, 1)) == "2:250");
}

BOOST_AUTO_TEST_CASE(a_new_connection_that_is_closed_is_not_tried_again)
{
    SmtpCourier courier{relay_settings(), plays({hello + "X\n", hello + one_mail + bye})};
    BOOST_TEST(delivered(courier, parcels_numbered(1, 1)) == "1:not");
    BOOST_TEST(delivered(courier, parcels_numbered(2, 1)) == "2:250");
}

BOOST_AUTO_TEST_CASE(a_replaced_connection_that_is_closed_too_is_not_tried_again)
{
    SmtpCourier courier{relay_settings(), plays({hello + one_mail + "X\n", hello + "X\n", hello + one_mail + bye})};
    BOOST_TEST(delivered(courier, parcels_numbered(1, 1)) == "1:250");
    BOOST_TEST(delivered(courier, parcels_numbered(2, 1)) == "2:not");
    BOOST_TEST(delivered(courier, parcels_numbered(3, 1)) == "3:250");
}

BOOST_AUTO_TEST_CASE(a_mail_whose_answer_was_lost_is_never_sent_again)
{
    SmtpCourier courier{relay_settings(),
                        plays({hello + one_mail + commands + welcomed + data + "X\n", hello + one_mail + bye})};
    BOOST_TEST(delivered(courier, parcels_numbered(1, 1)) == "1:250");
    BOOST_TEST(delivered(courier, parcels_numbered(2, 1)) == "2:unknown:");
    BOOST_TEST(delivered(courier, parcels_numbered(3, 1)) == "3:250");
}

BOOST_AUTO_TEST_CASE(a_relay_that_cannot_be_reached_leaves_everything_unsent)
{
    SmtpCourier courier{relay_settings(), plays({})};
    BOOST_TEST(delivered(courier, parcels_numbered(1, 2)) == "1:not 2:not");
    BOOST_TEST(reason_of(courier) == "not sent: relay.example:587: connection refused");
}

BOOST_AUTO_TEST_CASE(a_relay_that_refuses_us_leaves_everything_unsent)
{
    SmtpCourier courier{relay_settings(), plays({"S: 554 5.7.1 blocked\n"})};
    BOOST_TEST(reason_of(courier) == "not sent: relay.example:587: the relay does not want us: 554 5.7.1 blocked");
}

BOOST_AUTO_TEST_CASE(a_refused_login_says_so_without_the_password)
{
    auto settings = relay_settings();
    settings.login = {.user = "Aladdin", .secret = "open sesame"};
    SmtpCourier courier{settings, plays({R"(
        S: 220 relay ready
        C: EHLO desk.example
        S: 250-relay
        S: 250 AUTH PLAIN
        C: AUTH PLAIN AEFsYWRkaW4Ab3BlbiBzZXNhbWU=
        S: 535 5.7.8 no
    )"})};
    BOOST_TEST(reason_of(courier) == "not sent: relay.example:587: login refused as Aladdin: 535 5.7.8 no");
}

BOOST_AUTO_TEST_CASE(nothing_is_said_before_tls_where_starttls_is_required)
{
    auto settings = relay_settings();
    settings.server.security = Security::starttls;
    settings.login = {.user = "Aladdin", .secret = "open sesame"};
    const std::string tls = R"(
        S: 220 relay ready
        C: EHLO desk.example
        S: 250-relay
        S: 250-AUTH PLAIN
        S: 250 STARTTLS
        C: STARTTLS
        S: 220 go ahead
        TLS
        C: EHLO desk.example
        S: 250-relay
        S: 250-AUTH PLAIN
        S: 250 PIPELINING
        C: AUTH PLAIN AEFsYWRkaW4Ab3BlbiBzZXNhbWU=
        S: 235 in
    )";
    SmtpCourier courier{settings, plays({tls + one_mail + bye, hello})};
    BOOST_TEST(delivered(courier, parcels_numbered(1, 1)) == "1:250");
    courier.close();
    BOOST_TEST(reason_of(courier).find("STARTTLS is required and the server does not offer it") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(dots_are_announced_in_groups_before_the_first_of_each)
{
    auto settings = relay_settings();
    settings.mails_at_once = 2;
    settings.pipelining = Pipelining::across_mails;
    const auto next = data + commands + queued + welcomed;
    SmtpCourier courier{settings, plays({hello + commands + welcomed + next + next + next + next + data + queued + bye})};
    std::vector<std::string> groups;
    const auto outcomes = courier.deliver(parcels_numbered(7, 5), [&](std::span<const std::int64_t> ids) {
        groups.push_back(fmt::format("{}", fmt::join(ids, ",")));
    });
    BOOST_TEST(fmt::format("{}", fmt::join(groups, " ")) == "7,8 9,10 11");
    BOOST_TEST(outcomes.size() == 5u);
}

BOOST_AUTO_TEST_CASE(a_group_that_cannot_be_noted_is_not_sent_and_the_groups_before_it_are_reported)
{
    auto settings = relay_settings();
    settings.mails_at_once = 1;
    SmtpCourier courier{settings, plays({hello + one_mail + commands + welcomed})};
    int calls = 0;
    const auto outcomes = courier.deliver(parcels_numbered(1, 3), [&](std::span<const std::int64_t>) {
        if (++calls == 2) throw std::runtime_error{"disk full"};
    });
    BOOST_TEST(kind_for(outcomes.at(0).result) == "250");
    BOOST_TEST(words_for(outcomes.at(1).result) ==
               "not sent: relay.example:587: stopped before the final dot: disk full");
    BOOST_TEST(kind_for(outcomes.at(2).result) == "not");
    BOOST_TEST(calls == 2);
}

BOOST_AUTO_TEST_CASE(no_dot_is_announced_for_mail_the_relay_refuses)
{
    SmtpCourier courier{relay_settings(), plays({hello + commands + R"(
        S: 550 5.7.1 no
        S: 503 5.5.1 no
        S: 503 5.5.1 no
        C: RSET
        S: 250 ok
    )" + bye})};
    int calls = 0;
    const auto outcomes = courier.deliver(parcels_numbered(1, 1), [&](auto) { ++calls; });
    BOOST_TEST(kind_for(outcomes.at(0).result) == "550");
    BOOST_TEST(calls == 0);
}

BOOST_AUTO_TEST_CASE(our_host_name_cannot_carry_a_command)
{
    auto settings = relay_settings();
    settings.our_host_name = "desk\r\nQUIT";
    BOOST_CHECK_THROW(SmtpCourier(settings, plays({})), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(destruction_says_quit)
{
    SmtpCourier courier{relay_settings(), plays({hello + one_mail + bye})};
    BOOST_TEST(delivered(courier, parcels_numbered(1, 1)) == "1:250");
}

BOOST_AUTO_TEST_SUITE_END()
