#include "mail/net/poco_stream.h"

#include "tests/support/free_port.h"
#include "tests/support/loopback_server.h"
#include "tests/support/stream_errors.h"

#include <boost/test/unit_test.hpp>

#include <chrono>

using namespace deskhand::mail;
using namespace deskhand::tests;
using namespace std::chrono_literals;

namespace {

Endpoint plain(std::uint16_t port)
{
    return {.host = "127.0.0.1", .port = port, .security = Security::none, .ca_file = {}, .connect_timeout = 5s};
}

template <class Action>
std::chrono::milliseconds time_of(Action action)
{
    const auto start = std::chrono::steady_clock::now();
    action();
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start);
}

}

BOOST_AUTO_TEST_SUITE(poco_stream)

BOOST_AUTO_TEST_CASE(octets_go_both_ways)
{
    LoopbackServer server{[](auto& client, auto& notes) {
        notes.note(client.hear_line());
        client.say("welcome\r\n");
        client.silent_for(5s);
    }};
    const auto stream = connect(plain(server.port()));
    stream->write("hello\r\n");
    BOOST_TEST(stream->read() == "welcome\r\n");
    BOOST_TEST(server.notes().at(0) == "hello");
}

BOOST_AUTO_TEST_CASE(a_name_is_looked_up)
{
    LoopbackServer server{[](auto& client, auto&) { client.say("hi"); }};
    auto endpoint = plain(server.port());
    endpoint.host = "localhost";
    BOOST_TEST(connect(endpoint)->read() == "hi");
}

BOOST_AUTO_TEST_CASE(nobody_listening_is_unreachable)
{
    BOOST_TEST(ending_of([] { connect(plain(free_port())); }) == "unreachable");
}

BOOST_AUTO_TEST_CASE(a_name_that_does_not_exist_is_unreachable)
{
    auto endpoint = plain(25);
    endpoint.host = "no-such-host.invalid";
    BOOST_TEST(ending_of([&] { connect(endpoint); }) == "unreachable");
}

BOOST_AUTO_TEST_CASE(the_end_of_the_stream_is_an_error_that_repeats)
{
    LoopbackServer server{[](auto& client, auto&) { client.say("last words"); }};
    const auto stream = connect(plain(server.port()));
    BOOST_TEST(stream->read() == "last words");
    BOOST_TEST(ending_of([&] { stream->read(); }) == "closed");
    BOOST_TEST(ending_of([&] { stream->read(); }) == "closed");
    BOOST_TEST(ending_of([&] { stream->write("x"); }) == "closed");
}

BOOST_AUTO_TEST_CASE(a_reset_is_a_closed_connection)
{
    LoopbackServer server{[](auto& client, auto&) {
        client.hear_line();
        client.reset();
    }};
    const auto stream = connect(plain(server.port()));
    stream->write("hello\n");
    BOOST_TEST(ending_of([&] { stream->read(); }) == "closed");
}

BOOST_AUTO_TEST_CASE(a_silent_peer_is_given_up_after_the_patience_and_not_after_twice_of_it)
{
    LoopbackServer server{[](auto& client, auto&) { client.silent_for(10s); }};
    const auto stream = connect(plain(server.port()));
    stream->set_patience(500ms);
    const auto took = time_of([&] { BOOST_TEST(ending_of([&] { stream->read(); }) == "deadline"); });
    BOOST_TEST(took.count() >= 500);
    BOOST_TEST(took.count() < 990);
}

BOOST_AUTO_TEST_CASE(a_peer_that_takes_nothing_is_given_up_after_the_patience)
{
    LoopbackServer server{[](auto& client, auto&) { client.silent_for(10s); }};
    const auto stream = connect(plain(server.port()));
    stream->set_patience(200ms);
    const std::string flood(64 << 20, 'x');
    BOOST_TEST(ending_of([&] { stream->write(flood); }) == "deadline");
}

BOOST_AUTO_TEST_CASE(two_ends_that_both_talk_first_do_not_block_one_another)
{
    const std::string much(8 << 20, 'x');
    LoopbackServer server{[&](auto& client, auto& notes) {
        client.say(std::string(512 << 10, 's') + "\n"); // more than the buffers of an idle connection
        notes.note(std::to_string(client.hear_until("END").size()));
        client.say("done");
        client.silent_for(5s);
    }};
    const auto stream = connect(plain(server.port()));
    stream->set_patience(5s);
    stream->write(much + "END");
    std::string heard;
    while (heard.find("done") == std::string::npos) heard += stream->read();
    BOOST_TEST(heard.size() == (512u << 10) + 5);
    BOOST_TEST(server.notes().at(0) == std::to_string(much.size() + 3));
}

BOOST_AUTO_TEST_CASE(readable_within_sees_octets_silence_and_the_end)
{
    LoopbackServer server{[](auto& client, auto&) {
        client.hear_line();
        client.say("now");
        client.hear_line();
    }};
    const auto stream = connect(plain(server.port()));
    BOOST_TEST(!stream->readable_within(20ms));
    stream->write("go\n");
    BOOST_TEST(stream->readable_within(5s));
    BOOST_TEST(stream->read() == "now");
    BOOST_TEST(!stream->readable_within(0ms));
    stream->write("go\n");
    BOOST_TEST(stream->readable_within(5s)); // the end of the stream would be read at once
    BOOST_TEST(ending_of([&] { stream->read(); }) == "closed");
}

BOOST_AUTO_TEST_SUITE_END()
