// The courier over real sockets against relays that lie, stall and die.
#include "mail/net/smtp_courier.h"
#include "tests/support/certificates.h"
#include "tests/support/delivery_words.h"
#include "tests/support/loopback_server.h"
#include "tests/support/temp_dir.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <boost/test/unit_test.hpp>

using namespace deskhand::mail;
using namespace deskhand::tests;
using namespace std::chrono_literals;

namespace {

RelaySettings relay_at(const LoopbackServer& server)
{
    RelaySettings settings;
    settings.server.host = "localhost";
    settings.server.port = server.port();
    settings.server.security = Security::none;
    settings.server.connect_timeout = 5s;
    settings.our_host_name = "desk.example";
    return settings;
}

RelaySettings secret_relay_at(const LoopbackServer& server, const CertificateAuthority& authority)
{
    auto settings = relay_at(server);
    settings.server.security = Security::starttls;
    settings.server.ca_file = authority.file();
    settings.login = {.user = "desk", .secret = "hunter2"};
    return settings;
}

// From the greeting to the word STARTTLS, which the client is about to have answered.
void hear_starttls(LoopbackConnection& client)
{
    client.say("220 relay\r\n");
    client.hear_line();
    client.say("250-relay\r\n250 STARTTLS\r\n");
    client.hear_line();
}

// Greets, and answers everything up to and with DATA.
void accept_until_data(LoopbackConnection& client)
{
    client.say("220 relay\r\n");
    client.hear_line();
    client.say("250 relay\r\n");
    for (int command = 0; command < 2; ++command) {
        client.hear_line();
        client.say("250 ok\r\n");
    }
    client.hear_line();
    client.say("354 go ahead\r\n");
}

std::string sent(SmtpCourier& courier, std::string_view bytes = "hi\r\n")
{
    const Parcel parcel{1, "desk@help.example", "ann@example.org", bytes};
    return words_for(courier.deliver(std::span{&parcel, 1}, [](auto) {}).at(0).result);
}

std::string kind_sent(const RelaySettings& settings, std::string_view bytes = "hi\r\n")
{
    SmtpCourier courier{settings};
    const auto words = sent(courier, bytes);
    return words.substr(0, words.find(' '));
}

bool noted(const LoopbackServer& server, const std::string& text)
{
    return fmt::format("{}", fmt::join(server.notes(), "\n")).find(text) != std::string::npos;
}

// What became of mails to a relay that gets the stop token's source, and how long it took.
struct StoppedDelivery {
    std::string words;
    std::chrono::steady_clock::duration took{};
};
template <class Play> StoppedDelivery delivered_until_stopped(std::size_t mails, const Play& play)
{
    std::stop_source stop;
    LoopbackServer server{[&](auto& client, auto&) { play(client, stop); }};
    SmtpCourier courier{relay_at(server), {}, stop.get_token()};
    std::vector<Parcel> parcels;
    for (std::size_t i = 0; i < mails; ++i) parcels.push_back({static_cast<std::int64_t>(i), "desk@help.example", "ann@example.org", "hi\r\n"});
    const auto begin = std::chrono::steady_clock::now();
    StoppedDelivery out;
    for (const auto& outcome : courier.deliver(parcels, [](auto) {})) {
        const auto words = words_for(outcome.result);
        out.words += (out.words.empty() ? "" : " ") + words.substr(0, words.find(' '));
    }
    courier.close();
    out.took = std::chrono::steady_clock::now() - begin;
    return out;
}

}

BOOST_AUTO_TEST_SUITE(smtp_faults)

BOOST_AUTO_TEST_CASE(a_stop_gives_up_a_relay_that_does_not_greet)
{
    const auto ended = delivered_until_stopped(1, [](auto& client, auto& stop) {
        stop.request_stop();
        client.silent_for(60s);
    });
    BOOST_TEST(ended.words == "not");
    BOOST_TEST((ended.took < 10s));
}

BOOST_AUTO_TEST_CASE(a_stop_waits_for_the_answer_to_a_dot_that_is_out)
{
    const auto ended = delivered_until_stopped(1, [](auto& client, auto& stop) {
        accept_until_data(client);
        client.hear_until("\r\n.\r\n");
        stop.request_stop();
        client.silent_for(3s); // longer than the grace before a dot
        client.say("250 2.0.0 taken\r\n");
    });
    BOOST_TEST(ended.words == "250");
    BOOST_TEST((ended.took >= 3s));
}

BOOST_AUTO_TEST_CASE(a_stop_gives_up_a_silent_relay_before_the_next_dot)
{
    const auto ended = delivered_until_stopped(2, [](auto& client, auto& stop) {
        accept_until_data(client);
        client.hear_until("\r\n.\r\n");
        client.say("250 2.0.0 taken\r\n");
        client.hear_line();
        stop.request_stop();
        client.silent_for(60s);
    });
    BOOST_TEST(ended.words == "250 not");
    BOOST_TEST((ended.took < 10s));
}

BOOST_AUTO_TEST_CASE(a_stopped_courier_opens_no_connection)
{
    LoopbackServer server{[](auto& client, auto&) { client.silent_for(60s); }};
    std::stop_source stop;
    stop.request_stop();
    SmtpCourier courier{relay_at(server), {}, stop.get_token()};
    BOOST_TEST(sent(courier).find("the desk is stopping") != std::string::npos);
    BOOST_TEST(server.connections() == 0);
}

BOOST_AUTO_TEST_CASE(a_relay_that_dies_after_the_dot_leaves_the_answer_unknown)
{
    LoopbackServer server{[](auto& client, auto& notes) {
        accept_until_data(client);
        notes.note(client.hear_until("\r\n.\r\n"));
        client.reset();
    }};
    BOOST_TEST(kind_sent(relay_at(server)) == "unknown:");
    BOOST_TEST(noted(server, "hi\r\n.\r\n")); // the fault came after the dot indeed
}

BOOST_AUTO_TEST_CASE(a_relay_that_is_silent_after_the_dot_leaves_the_answer_unknown)
{
    LoopbackServer server{[](auto& client, auto& notes) {
        accept_until_data(client);
        notes.note(client.hear_until("\r\n.\r\n"));
        client.silent_for(10s);
    }};
    auto settings = relay_at(server);
    settings.timeouts.final_dot = 200ms;
    settings.timeouts.quit = 50ms;
    BOOST_TEST(kind_sent(settings) == "unknown:");
    BOOST_TEST(noted(server, "hi\r\n.\r\n"));
}

BOOST_AUTO_TEST_CASE(a_relay_that_dies_in_the_middle_of_a_large_mail_did_not_get_it)
{
    LoopbackServer server{[](auto& client, auto& notes) {
        accept_until_data(client);
        client.hear_line();
        notes.note("heard some");
        client.reset();
    }};
    const auto line = std::string(98, 'x') + "\r\n";
    std::string large;
    while (large.size() < (32u << 20)) large += line;
    BOOST_TEST(kind_sent(relay_at(server), large) == "not");
    BOOST_TEST(noted(server, "heard some"));
}

BOOST_AUTO_TEST_CASE(a_reply_without_end_is_given_up_early)
{
    LoopbackServer server{[](auto& client, auto& notes) {
        client.say("220-");
        for (int i = 0; i < 10'000; ++i) client.say(std::string(1'000, 'x'));
        notes.note("said ten megabytes");
        client.silent_for(5s);
    }};
    BOOST_TEST(kind_sent(relay_at(server)) == "not");
    BOOST_TEST(!noted(server, "said ten megabytes"));
}

BOOST_AUTO_TEST_CASE(an_idle_connection_closed_by_the_relay_costs_nobody_anything)
{
    LoopbackServer server{[](auto& client, auto& notes) {
        accept_until_data(client);
        client.hear_until("\r\n.\r\n");
        client.say("250 queued\r\n");
        if (notes.connections() == 1) return;
        client.hear_line();
        client.say("221 bye\r\n");
    }};
    SmtpCourier courier{relay_at(server)};
    BOOST_TEST(sent(courier) == "250 queued");
    BOOST_TEST(sent(courier) == "250 queued");
    BOOST_TEST(server.connections() == 2);
}

BOOST_AUTO_TEST_CASE(a_relay_that_hangs_at_quit_delays_us_briefly)
{
    LoopbackServer server{[](auto& client, auto& notes) {
        accept_until_data(client);
        client.hear_until("\r\n.\r\n");
        client.say("250 queued\r\n");
        notes.note(client.hear_line());
        client.silent_for(10s);
    }};
    auto settings = relay_at(server);
    settings.timeouts.quit = 100ms;
    const auto start = std::chrono::steady_clock::now();
    BOOST_TEST(kind_sent(settings) == "250");
    BOOST_TEST((std::chrono::steady_clock::now() - start < 5s));
    BOOST_TEST(noted(server, "QUIT"));
}

BOOST_AUTO_TEST_CASE(a_stripped_starttls_gets_no_word_of_the_login)
{
    const TempDir folder;
    const CertificateAuthority authority{folder.path()};
    LoopbackServer server{[](auto& client, auto& notes) {
        client.say("220 relay\r\n");
        client.hear_line();
        client.say("250-relay\r\n250 AUTH PLAIN LOGIN\r\n");
        for (;;) notes.note(client.hear_line());
    }};
    BOOST_TEST(kind_sent(secret_relay_at(server, authority)) == "not");
    server.stop();
    BOOST_TEST(server.connections() == 1);
    BOOST_TEST(!noted(server, "AUTH"));
}

BOOST_AUTO_TEST_CASE(answers_injected_before_tls_are_not_believed_after_it)
{
    const TempDir folder;
    const CertificateAuthority authority{folder.path()};
    const auto files = authority.issue({});
    LoopbackServer server{[&](auto& client, auto& notes) {
        hear_starttls(client);
        client.say("220 go ahead\r\n250-relay\r\n250 AUTH PLAIN\r\n235 in\r\n"); // in one segment
        client.start_tls(files);
        for (;;) notes.note(client.hear_line());
    }};
    BOOST_TEST(kind_sent(secret_relay_at(server, authority)) == "not");
    server.stop();
    BOOST_TEST(server.connections() == 1);
    BOOST_TEST(!noted(server, "AUTH"));
}

BOOST_AUTO_TEST_CASE(a_relay_with_another_certificate_behind_starttls_gets_no_word_of_the_login)
{
    const TempDir folder;
    const CertificateAuthority authority{folder.path()};
    const auto files = authority.issue({.names = {"mx.example"}});
    LoopbackServer server{[&](auto& client, auto& notes) {
        hear_starttls(client);
        client.say("220 go ahead\r\n");
        client.start_tls(files);
        for (;;) notes.note(client.hear_line());
    }};
    SmtpCourier courier{secret_relay_at(server, authority)};
    BOOST_TEST(sent(courier).find("certificate refused") != std::string::npos);
    server.stop();
    BOOST_TEST(!noted(server, "AUTH"));
}

BOOST_AUTO_TEST_CASE(a_login_survives_the_switch_and_mail_follows)
{
    const TempDir folder;
    const CertificateAuthority authority{folder.path()};
    const auto files = authority.issue({});
    LoopbackServer server{[&](auto& client, auto& notes) {
        hear_starttls(client);
        client.say("220 go ahead\r\n");
        client.start_tls(files);
        client.hear_line();
        client.say("250-relay\r\n250 AUTH PLAIN\r\n");
        notes.note(client.hear_line());
        client.say("235 in\r\n");
        client.hear_line();
        client.say("550 5.7.1 no\r\n");
        client.hear_line();
        client.say("250 reset\r\n");
        client.hear_line();
        client.say("221 bye\r\n");
    }};
    BOOST_TEST(kind_sent(secret_relay_at(server, authority)) == "550");
    BOOST_TEST(noted(server, "AUTH PLAIN AGRlc2sAaHVudGVyMg=="));
}

BOOST_AUTO_TEST_SUITE_END()
