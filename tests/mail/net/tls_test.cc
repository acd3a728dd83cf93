// Whom a connection trusts: certificates, names, versions, and the switch from plain to TLS.
#include "mail/net/poco_stream.h"

#include "tests/support/certificates.h"
#include "tests/support/loopback_server.h"
#include "tests/support/stream_errors.h"
#include "tests/support/table.h"
#include "tests/support/temp_dir.h"

#include <boost/test/unit_test.hpp>

#include <chrono>

using namespace deskhand::mail;
using namespace deskhand::tests;
using namespace std::chrono_literals;

namespace {

Endpoint secured(std::uint16_t port, const std::string& ca_file, const std::string& host = "localhost")
{
    return {.host = host, .port = port, .security = Security::tls, .ca_file = ca_file, .connect_timeout = 5s};
}

// Shakes hands, says one word over TLS, notes what it hears.
LoopbackServer::Play speaks_tls(CertificateFiles files, std::chrono::milliseconds delay = 0ms)
{
    return [files, delay](LoopbackConnection& client, LoopbackServer& server) {
        client.silent_for(delay);
        client.start_tls(files);
        client.say("welcome\n");
        server.note(client.hear_line());
    };
}

enum class Signer { ours, itself, another_authority };

struct Certificate {
    const char* name;
    const char* host; // whom the client wants to talk to
    Signer signer;
    CertificateRequest request;
    const char* ending;
};

const Certificate certificates[] = {
    {"the right name", "localhost", Signer::ours, {}, "fine"},
    {"one of several names", "localhost", Signer::ours, {.names = {"mx.example", "localhost"}}, "fine"},
    {"the right address", "127.0.0.1", Signer::ours, {.names = {}, .addresses = {"127.0.0.1"}}, "fine"},
    {"another name", "localhost", Signer::ours, {.names = {"mx.example"}}, "untrusted"},
    {"another name although the peer is loopback", "127.0.0.1", Signer::ours, {.names = {"mx.example"}}, "untrusted"},
    {"the address only as a name", "127.0.0.1", Signer::ours, {.names = {"127.0.0.1"}}, "untrusted"},
    {"another address", "127.0.0.1", Signer::ours, {.names = {"localhost"}, .addresses = {"127.0.0.2"}}, "untrusted"},
    {"a partial wildcard", "localhost", Signer::ours, {.names = {"local*"}}, "untrusted"},
    {"self-signed", "localhost", Signer::itself, {}, "untrusted"},
    {"signed by an authority we do not know", "localhost", Signer::another_authority, {}, "untrusted"},
    {"expired", "localhost", Signer::ours, {.valid_from_days = -30, .valid_until_days = -1}, "untrusted"},
    {"not valid yet", "localhost", Signer::ours, {.valid_from_days = 2}, "untrusted"},
};

void check_certificate(const Certificate& row)
{
    TempDir folder, elsewhere;
    const CertificateAuthority ours{folder.path()}, another{elsewhere.path()};
    const auto files = row.signer == Signer::ours ? ours.issue(row.request)
        : row.signer == Signer::itself            ? ours.issue_self_signed(row.request)
                                                  : another.issue(row.request);
    LoopbackServer server{speaks_tls(files)};
    std::string heard;
    const auto ending = ending_of([&] {
        const auto stream = connect(secured(server.port(), ours.file(), row.host));
        heard = stream->read();
        stream->write("secret\n");
    });
    server.stop();
    const bool trusted = std::string{row.ending} == "fine";
    BOOST_TEST(ending == row.ending);
    BOOST_TEST(heard == (trusted ? "welcome\n" : ""));
    BOOST_TEST(server.notes().size() == (trusted ? 1u : 0u)); // nothing is said to a stranger
    BOOST_TEST(server.connections() == 1);
}

}

BOOST_AUTO_TEST_SUITE(tls)

const bool listed = table(certificates, check_certificate, __FILE__, __LINE__);

BOOST_AUTO_TEST_CASE(without_a_private_authority_the_systems_decide)
{
    TempDir folder;
    const CertificateAuthority authority{folder.path()};
    LoopbackServer server{speaks_tls(authority.issue({}))};
    BOOST_TEST(ending_of([&] { connect(secured(server.port(), "")); }) == "untrusted");
}

BOOST_AUTO_TEST_CASE(an_authority_file_that_cannot_be_read_trusts_nobody)
{
    TempDir folder;
    const CertificateAuthority authority{folder.path()};
    LoopbackServer server{speaks_tls(authority.issue({}))};
    BOOST_TEST(ending_of([&] { connect(secured(server.port(), folder.path() / "missing.crt")); }) == "untrusted");
}

// Poco alone returns here with an unverified connection when the delay exceeds its timeout.
BOOST_AUTO_TEST_CASE(a_wrong_name_is_refused_however_late_the_server_answers)
{
    TempDir folder;
    const CertificateAuthority authority{folder.path()};
    const auto files = authority.issue({.names = {"mx.example"}});
    LoopbackServer patient{speaks_tls(files, 300ms)};
    auto endpoint = secured(patient.port(), authority.file());
    BOOST_TEST(ending_of([&] { connect(endpoint); }) == "untrusted");

    LoopbackServer slow{speaks_tls(files, 2s)};
    endpoint.port = slow.port();
    endpoint.connect_timeout = 200ms;
    BOOST_TEST(ending_of([&] { connect(endpoint); }) == "deadline");
    slow.stop();
    BOOST_TEST(slow.notes().empty());
}

BOOST_AUTO_TEST_CASE(a_stalled_handshake_ends_with_the_time_to_connect)
{
    LoopbackServer server{[](auto& client, auto&) { client.silent_for(10s); }};
    auto endpoint = secured(server.port(), "");
    endpoint.connect_timeout = 500ms;
    const auto start = std::chrono::steady_clock::now();
    BOOST_TEST(ending_of([&] { connect(endpoint); }) == "deadline");
    BOOST_TEST((std::chrono::steady_clock::now() - start < 990ms));
}

BOOST_AUTO_TEST_CASE(a_server_that_speaks_plainly_where_tls_was_promised_is_not_trusted)
{
    LoopbackServer server{[](auto& client, auto&) {
        client.say("220 mx.example ESMTP\r\n");
        client.silent_for(5s);
    }};
    BOOST_TEST(ending_of([&] { connect(secured(server.port(), "")); }) == "untrusted");
}

BOOST_AUTO_TEST_CASE(a_server_that_hangs_up_in_the_handshake_closed)
{
    LoopbackServer server{[](auto& client, auto&) { client.hang_up(); client.silent_for(5s); }};
    BOOST_TEST(ending_of([&] { connect(secured(server.port(), "")); }) == "closed");
}

BOOST_AUTO_TEST_CASE(the_complaint_names_the_host_and_the_reason)
{
    TempDir folder;
    const CertificateAuthority authority{folder.path()};
    LoopbackServer server{speaks_tls(authority.issue({.valid_from_days = -30, .valid_until_days = -1}))};
    const auto text = complaint_of([&] { connect(secured(server.port(), authority.file())); });
    BOOST_TEST(text.find("localhost:" + std::to_string(server.port())) == 0u);
    BOOST_TEST(text.find("certificate has expired") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_session_ticket_is_not_mistaken_for_octets)
{
    TempDir folder;
    const CertificateAuthority authority{folder.path()};
    const auto files = authority.issue({});
    LoopbackServer server{[&](auto& client, auto&) {
        client.start_tls(files);
        client.hear_line();
        client.say("one");
        client.silent_for(5s);
    }};
    const auto stream = connect(secured(server.port(), authority.file()));
    BOOST_TEST(!stream->readable_within(100ms)); // TLS 1.3 tickets have come by now
    stream->write("go\n");
    BOOST_TEST(stream->readable_within(5s));
    BOOST_TEST(stream->read() == "one");
}

BOOST_AUTO_TEST_CASE(octets_already_decrypted_count_as_readable)
{
    TempDir folder;
    const CertificateAuthority authority{folder.path()};
    const auto files = authority.issue({});
    const std::string much(200'000, 'x');
    LoopbackServer server{[&](auto& client, auto&) {
        client.start_tls(files);
        client.say(much);
        client.silent_for(5s);
    }};
    const auto stream = connect(secured(server.port(), authority.file()));
    std::string heard;
    while (heard.size() < much.size() && stream->readable_within(5s)) heard += stream->read();
    BOOST_TEST(heard == much);
    BOOST_TEST(!stream->readable_within(0ms));
}

// An attacker who cuts the connection must not pass for the end of the data.
BOOST_AUTO_TEST_CASE(an_end_without_close_notify_is_closed_like_any_other)
{
    TempDir folder;
    const CertificateAuthority authority{folder.path()};
    const auto files = authority.issue({});
    LoopbackServer server{[&](auto& client, auto&) {
        client.start_tls(files);
        client.say("half");
        client.cut();
        client.silent_for(5s);
    }};
    const auto stream = connect(secured(server.port(), authority.file()));
    BOOST_TEST(stream->read() == "half");
    BOOST_TEST(ending_of([&] { stream->read(); }) == "closed");
}

BOOST_AUTO_TEST_CASE(a_large_write_passes_through_tls)
{
    TempDir folder;
    const CertificateAuthority authority{folder.path()};
    const auto files = authority.issue({});
    LoopbackServer server{[&](auto& client, auto& notes) {
        client.start_tls(files);
        notes.note(std::to_string(client.hear_until("END").size()));
        client.say("ok");
    }};
    const auto stream = connect(secured(server.port(), authority.file()));
    stream->write(std::string(5'000'000, 'x') + "END");
    BOOST_TEST(stream->read() == "ok");
    BOOST_TEST(server.notes().at(0) == "5000003");
}

BOOST_AUTO_TEST_CASE(start_tls_turns_a_plain_connection_into_a_verified_one)
{
    TempDir folder;
    const CertificateAuthority authority{folder.path()};
    const auto files = authority.issue({});
    LoopbackServer server{[&](auto& client, auto& notes) {
        client.hear_line();
        client.say("go ahead\r\n");
        client.start_tls(files);
        notes.note(client.hear_line());
        client.say("hidden");
    }};
    auto endpoint = secured(server.port(), authority.file());
    endpoint.security = Security::starttls;
    const auto stream = connect(endpoint);
    stream->write("STARTTLS\r\n");
    BOOST_TEST(stream->read() == "go ahead\r\n");
    stream->start_tls("localhost");
    stream->write("secret\n");
    BOOST_TEST(stream->read() == "hidden");
    BOOST_TEST(server.notes().at(0) == "secret");
}

BOOST_AUTO_TEST_CASE(start_tls_checks_the_name_it_is_given_and_ends_the_connection_otherwise)
{
    TempDir folder;
    const CertificateAuthority authority{folder.path()};
    const auto files = authority.issue({});
    LoopbackServer server{[&](auto& client, auto& notes) {
        client.start_tls(files);
        notes.note(client.hear_line());
    }};
    auto endpoint = secured(server.port(), authority.file());
    endpoint.security = Security::starttls;
    const auto stream = connect(endpoint);
    BOOST_TEST(ending_of([&] { stream->start_tls("mx.example"); }) == "untrusted");
    BOOST_TEST(ending_of([&] { stream->write("secret\n"); }) == "untrusted");
    server.stop();
    BOOST_TEST(server.notes().empty());
}

BOOST_AUTO_TEST_CASE(octets_injected_before_the_switch_end_the_connection)
{
    LoopbackServer server{[](auto& client, auto& notes) {
        client.hear_line();
        client.say("250 injected\r\n");
        notes.note(client.hear_line());
    }};
    auto endpoint = secured(server.port(), "");
    endpoint.security = Security::starttls;
    const auto stream = connect(endpoint);
    stream->write("STARTTLS\r\n");
    BOOST_TEST(stream->readable_within(5s));
    BOOST_TEST(ending_of([&] { stream->start_tls("localhost"); }) == "malformed");
    BOOST_TEST(ending_of([&] { stream->write("secret\n"); }) == "malformed");
}

BOOST_AUTO_TEST_SUITE_END()
