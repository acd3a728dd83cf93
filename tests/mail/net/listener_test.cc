// Who can connect, what they get, and how soon it ends.
#include "mail/net/listener.h"

#include "mail/net/poco_stream.h"
#include "tests/support/stream_errors.h"
#include "tests/support/table.h"
#include "tests/support/temp_dir.h"
#include "tests/support/waiting.h"

#include <boost/test/unit_test.hpp>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <atomic>
#include <cstring>
#include <fstream>
#include <thread>

using namespace deskhand::mail;
using namespace deskhand::tests;
namespace fs = std::filesystem;

namespace {

struct Row {
    const char* name;
    const char* text;
    const char* shown; // empty = no address to listen on
};

const Row rows[] = {
    {"a port of the loopback", "127.0.0.1:2424", "127.0.0.1:2424"},
    {"a port of IPv6", "[::1]:2424", "[::1]:2424"},
    {"a socket file", "unix:/run/deskhand/lmtp", "unix:/run/deskhand/lmtp"},
    {"a socket file needs its whole path", "unix:lmtp", ""},
    {"a port alone says not where", "2424", ""},
    {"an address alone says not at which port", "127.0.0.1", ""},
    {"IPv6 without brackets", "::1:2424", ""},
    {"a name is no address", "localhost:2424", ""},
    {"a port that is none", "127.0.0.1:70000", ""},
    {"words behind the port", "127.0.0.1:24x", ""},
    {"nothing", "", ""},
    {"a colon", ":", ""},
};

// Answers each line's octets with the same, in brackets.
void echo(ByteStream& stream)
{
    try {
        for (;;) stream.write("[" + stream.read() + "]");
    } catch (const StreamError&) {
    }
}

// A listener at work until destroyed.
struct AtWork {
    AtWork(ListenAddress address, std::size_t threads, std::function<void(ByteStream&)> serve)
        : listener{std::move(address)}, thread{[this, threads, serve = std::move(serve)](std::stop_token stop) { listener.run(stop, threads, serve); }}
    {}
    std::unique_ptr<ByteStream> client() const { return connect({.host = "127.0.0.1", .port = listener.port(), .security = Security::none, .ca_file = {}}); }

    Listener listener;
    std::jthread thread;
};

// Says a word over a unix socket and hears the answer; "" when nobody is there.
std::string answer_over(const fs::path& file, const std::string& word)
{
    const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un at{};
    at.sun_family = AF_UNIX;
    std::memcpy(at.sun_path, file.c_str(), file.string().size());
    std::string heard;
    if (::connect(socket, reinterpret_cast<sockaddr*>(&at), sizeof at) == 0 && ::write(socket, word.data(), word.size()) > 0) {
        char buffer[100];
        const auto got = ::read(socket, buffer, sizeof buffer);
        if (got > 0) heard.assign(buffer, static_cast<std::size_t>(got));
    }
    ::close(socket);
    return heard;
}

std::string refusal_of(const ListenAddress& address)
{
    try {
        const Listener listener{address};
    } catch (const std::runtime_error& refused) {
        return refused.what();
    }
    return "fine";
}

bool holds(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

}

BOOST_AUTO_TEST_SUITE(listener)

const bool addresses = table(rows, [](const Row& row) {
    const auto address = parse_listen_address(row.text);
    BOOST_TEST((address ? shown(*address) : "") == row.shown);
}, __FILE__, __LINE__);

BOOST_AUTO_TEST_CASE(only_the_loopback_and_files_are_local)
{
    for (const auto* text : {"127.0.0.1:1", "127.1.2.3:1", "[::1]:1", "unix:/a"}) BOOST_TEST(is_local(*parse_listen_address(text)), text);
    for (const auto* text : {"0.0.0.0:1", "[::]:1", "192.0.2.1:1"}) BOOST_TEST(!is_local(*parse_listen_address(text)), text);
}

BOOST_AUTO_TEST_CASE(clients_are_served_side_by_side)
{
    const AtWork desk{{}, 2, echo};
    const auto one = desk.client(), two = desk.client();
    two->write("two");
    BOOST_TEST(two->read() == "[two]");
    one->write("one");
    BOOST_TEST(one->read() == "[one]");
}

BOOST_AUTO_TEST_CASE(those_beyond_the_pool_wait_until_one_leaves)
{
    const AtWork desk{{}, 1, echo};
    auto one = desk.client();
    one->write("one");
    BOOST_TEST(one->read() == "[one]");
    const auto two = desk.client();
    two->write("two");
    BOOST_TEST(!two->readable_within(std::chrono::milliseconds{100}));
    one.reset();
    two->set_patience(std::chrono::seconds{30});
    BOOST_TEST(two->read() == "[two]");
}

BOOST_AUTO_TEST_CASE(a_stop_ends_those_who_wait_and_lets_a_last_word_be_said)
{
    std::unique_ptr<ByteStream> client;
    const auto last_words = [](ByteStream& stream) {
        try {
            echo(stream);
            stream.write("bye");
        } catch (const StreamError&) {
        }
    };
    std::chrono::steady_clock::time_point asked;
    {
        AtWork desk{{}, 4, last_words};
        client = desk.client();
        client->write("a");
        BOOST_TEST(client->read() == "[a]");
        asked = std::chrono::steady_clock::now();
        desk.thread.request_stop();
    }
    BOOST_TEST((std::chrono::steady_clock::now() - asked < std::chrono::seconds{2}));
    BOOST_TEST(client->read() == "bye");
    BOOST_TEST(ending_of([&] { client->read(); }) == "closed");
}

BOOST_AUTO_TEST_CASE(nobody_can_connect_after_the_stop)
{
    TempDir folder;
    const auto file = folder.path() / "lmtp";
    {
        const AtWork desk{{.unix_socket = file}, 2, echo};
        BOOST_TEST(answer_over(file, "a") == "[a]");
    }
    BOOST_TEST(!fs::exists(file));
}

BOOST_AUTO_TEST_CASE(a_socket_file_has_the_mode_asked_for)
{
    TempDir folder;
    for (const unsigned mode : {0600u, 0660u, 0666u}) {
        const Listener listener{{.unix_socket = folder.path() / "lmtp", .mode = mode}};
        BOOST_TEST((static_cast<unsigned>(fs::status(folder.path() / "lmtp").permissions()) & 0777) == mode);
    }
}

BOOST_AUTO_TEST_CASE(a_file_left_behind_is_replaced_and_one_in_use_is_not)
{
    TempDir folder;
    const auto file = folder.path() / "lmtp";
    {
        const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_un at{};
        at.sun_family = AF_UNIX;
        std::memcpy(at.sun_path, file.c_str(), file.string().size());
        BOOST_REQUIRE(::bind(socket, reinterpret_cast<sockaddr*>(&at), sizeof at) == 0);
        ::close(socket); // without a word, as a process that is killed
    }
    const AtWork desk{{.unix_socket = file}, 1, echo};
    BOOST_TEST(answer_over(file, "a") == "[a]");
    BOOST_TEST(holds(refusal_of({.unix_socket = file}), "another program listens there"));
    BOOST_TEST(answer_over(file, "b") == "[b]");
}

BOOST_AUTO_TEST_CASE(what_is_no_socket_is_never_removed)
{
    TempDir folder;
    const auto file = folder.path() / "precious";
    std::ofstream{file} << "mail";
    BOOST_TEST(holds(refusal_of({.unix_socket = file}), "there is a file of that name"));
    BOOST_TEST(fs::file_size(file) == 4);
}

BOOST_AUTO_TEST_CASE(a_port_in_use_and_a_missing_folder_are_named_with_what_to_do)
{
    const Listener first{{}};
    BOOST_TEST(holds(refusal_of({.port = first.port()}), "name a free port"));
    BOOST_TEST(holds(refusal_of({.unix_socket = "/nowhere/at/all"}), "make its folder"));
}

BOOST_AUTO_TEST_CASE(a_client_that_takes_nothing_is_given_up)
{
    std::atomic<bool> given_up = false;
    const AtWork desk{{}, 1, [&](ByteStream& stream) {
                          stream.set_patience(std::chrono::milliseconds{100});
                          given_up = ending_of([&] { for (int i = 0; i < 1000; ++i) stream.write(std::string(1 << 20, 'a')); }) == "deadline";
                      }};
    const auto client = desk.client();
    BOOST_TEST(happens([&] { return given_up.load(); }));
}

BOOST_AUTO_TEST_SUITE_END()
