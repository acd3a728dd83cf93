// A real Postfix hands mail in by LMTP: it arrives once, whatever dies on the way.
#include "engine/store/connection.h"
#include "mail/net/poco_stream.h"
#include "mail/net/smtp_courier.h"
#include "tests/stories/desk_view.h"
#include "tests/support/delivery_words.h"
#include "tests/support/desk_program.h"
#include "tests/support/fault_proxy.h"
#include "tests/support/free_port.h"
#include "tests/support/postfix.h"

#include <boost/test/unit_test.hpp>

#include <fmt/core.h>

#include <csignal>

using namespace deskhand;
using namespace deskhand::tests;

namespace {

// A desk that is handed its mail on a port of its own, and answers into a Maildir.
struct PushedDesk {
    explicit PushedDesk(const std::string& recipients = "[help@desk.example]", const std::string& more = {})
        : port{free_port()}, folder{DeskOptions{.mailboxes = {fmt::format("  - {{name: push, type: lmtp, listen: '127.0.0.1:{}', recipients: {}}}\n", port, recipients)},
                                                .outgoing = "  {maildir: out}\n",
                                                .more = more}}
    {
    }
    std::size_t tickets() const { return tickets_of(folder).size(); }
    bool has_tickets(std::size_t many) const { return happens([&] { return tickets() == many; }); }

    std::uint16_t port;
    DeskFolder folder;
};

std::string request(const std::string& id) { return "From: Rita <rita@client.example>\r\nTo: help@desk.example\r\nSubject: printer " + id + "\r\nMessage-ID: <" + id +
                                                   "@client.example>\r\n\r\nIt smokes.\r\n.\r\n..\r\nReally.\r\n"; }

// Hands a mail to the Postfix at this port.
void send(std::uint16_t port, const std::string& recipient, const std::string& bytes)
{
    mail::RelaySettings relay;
    relay.server = {.host = "127.0.0.1", .port = port, .security = mail::Security::none, .ca_file = {}};
    relay.our_host_name = "client.example";
    mail::SmtpCourier courier{relay};
    const mail::Parcel parcel{1, "rita@client.example", recipient, bytes};
    const auto answer = words_for(courier.deliver(std::span{&parcel, 1}, [](auto) {}).at(0).result);
    BOOST_REQUIRE_MESSAGE(answer.rfind("250", 0) == 0, answer);
}

// A mail server that says all it has to say and then listens to what is answered until the desk hangs up.
std::string answers_to(std::uint16_t port, const std::string& octets)
{
    std::string heard;
    try {
        const auto stream = mail::connect({.host = "127.0.0.1", .port = port, .security = mail::Security::none, .ca_file = {}});
        stream->write(octets);
        for (;;) heard += stream->read();
    } catch (const mail::StreamError&) {
    }
    return heard;
}

std::string dialogue(const std::vector<std::string>& recipients, const std::string& mail)
{
    std::string octets = "LHLO a\r\nMAIL FROM:<rita@client.example>\r\n";
    for (const auto& one : recipients) octets += "RCPT TO:<" + one + ">\r\n";
    return octets + "DATA\r\n" + mail + ".\r\nQUIT\r\n";
}

std::size_t count_of(const std::string& text, const std::string& part)
{
    std::size_t found = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
    return found;
}

constexpr auto kept = "250 2.0.0 Kept", plain = "From: rita@client.example\r\nSubject: hi\r\n\r\nIt smokes.\r\n";

}

BOOST_AUTO_TEST_SUITE(lmtp)

BOOST_AUTO_TEST_CASE(postfix_hands_in_a_mail_and_it_becomes_one_ticket)
{
    const PushedDesk desk;
    const RunningDesk running{desk.folder};
    TempDir folder;
    const Postfix postfix{folder.path(), {.lmtp_port = desk.port, .certificate = {}, .key = {}}};
    send(postfix.port(), "help@desk.example", request("a"));
    BOOST_TEST(desk.has_tickets(1));
    engine::Database database{desk.folder.database()};
    const auto row = engine::Inbox{database}.find(engine::InboxId{1});
    BOOST_REQUIRE(row);
    BOOST_TEST(row->bytes.rfind("Return-Path: <rita@client.example>\r\n", 0) == 0u);
    BOOST_TEST(row->bytes.find("It smokes.\r\n.\r\n..\r\nReally.\r\n") != std::string::npos);
    BOOST_TEST(row->envelope_recipient == "help@desk.example");
    BOOST_TEST(row->mailbox == "push");
}

BOOST_AUTO_TEST_CASE(while_the_desk_is_down_postfix_keeps_the_mail_and_brings_it_once)
{
    const PushedDesk desk;
    TempDir folder;
    const Postfix postfix{folder.path(), {.lmtp_port = desk.port, .certificate = {}, .key = {}}};
    send(postfix.port(), "help@desk.example", request("a"));
    BOOST_REQUIRE(happens([&] { return octets_of(folder.path() / "log").find("status=deferred") != std::string::npos; }));
    const RunningDesk running{desk.folder};
    BOOST_TEST(desk.has_tickets(1));
    BOOST_TEST(happens([&] { return octets_of(folder.path() / "log").find("status=sent") != std::string::npos; }));
    BOOST_TEST(mails_in(desk.folder, engine::InboxState::done) == 1);
}

BOOST_AUTO_TEST_CASE(a_desk_killed_between_its_commit_and_its_answer_takes_the_mail_once)
{
    const PushedDesk desk;
    // Everything the desk says up to the answer to the final dot, of which one octet gets through.
    const std::string said = "220 desk.example LMTP\r\n250-desk.example\r\n250-PIPELINING\r\n250-ENHANCEDSTATUSCODES\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n"
                             "250 SIZE 262144000\r\n250 2.1.0 OK\r\n250 2.1.5 OK\r\n354 End with a single dot\r\n";
    FaultProxy proxy{desk.port};
    proxy.arm({.toward = Fault::Toward::client, .kind = Fault::Kind::fin, .after = said.size() + 1});
    TempDir folder;
    auto first = std::make_unique<RunningDesk>(desk.folder);
    const Postfix postfix{folder.path(), {.lmtp_port = proxy.port(), .certificate = {}, .key = {}}};
    send(postfix.port(), "help@desk.example", request("a"));
    BOOST_REQUIRE(happens([&] { return proxy.faults() == 1; }));
    BOOST_TEST(first->kill() == SIGKILL);
    first.reset();
    engine::Database database{desk.folder.database()};
    const auto rows = [&] { return database.connection().integer("SELECT count(*) FROM inbox").value_or(0); };
    BOOST_TEST(rows() == 1); // committed, and never said so
    const RunningDesk second{desk.folder};
    BOOST_TEST(happens([&] { return octets_of(folder.path() / "log").find("status=sent") != std::string::npos; }));
    BOOST_TEST(second.says("was here already"));
    BOOST_TEST(desk.has_tickets(1));
    BOOST_TEST(rows() == 1);
}

BOOST_AUTO_TEST_CASE(a_mail_for_two_addresses_of_the_desk_is_two_rows_and_handed_in_again_none)
{
    const PushedDesk desk{"[help@desk.example, it@desk.example]"};
    const RunningDesk running{desk.folder};
    const auto octets = dialogue({"help@desk.example", "IT@desk.example", "nobody@desk.example"}, plain);
    for (int time = 0; time < 3; ++time) {
        const auto answers = answers_to(desk.port, octets);
        BOOST_TEST(count_of(answers, kept) == 2u, answers);
        BOOST_TEST(count_of(answers, "550 5.1.1") == 1u, answers);
    }
    BOOST_TEST(happens([&] { return mails_in(desk.folder, engine::InboxState::done) == 2; }));
}

BOOST_AUTO_TEST_CASE(reply_addresses_with_a_token_are_known_too)
{
    const PushedDesk desk;
    const RunningDesk running{desk.folder};
    const auto answers = answers_to(desk.port, dialogue({"help+12.abc@desk.example", "help+@other.example", "+help@desk.example", "helper@desk.example"}, plain));
    BOOST_TEST(count_of(answers, kept) == 1u, answers);
    BOOST_TEST(count_of(answers, "550 5.1.1") == 3u, answers);
}

BOOST_AUTO_TEST_CASE(a_mail_that_is_too_large_is_refused_and_staff_see_its_header)
{
    const PushedDesk desk{"[help@desk.example]", "largest_mail: 64k\n"};
    const RunningDesk running{desk.folder};
    const auto answers = answers_to(desk.port, dialogue({"help@desk.example"}, plain + std::string(70'000, 'a') + "\r\n"));
    BOOST_TEST(count_of(answers, "552 5.3.4") == 1u, answers);
    const auto held = mails_listed(desk.folder, engine::InboxState::quarantined);
    BOOST_REQUIRE(held.size() == 1u);
    BOOST_TEST(held.front().reason.find("more than largest_mail allows") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(while_the_database_cannot_be_written_the_mail_is_put_off)
{
    const PushedDesk desk;
    const RunningDesk running{desk.folder};
    std::string answers;
    {
        engine::Database other{desk.folder.database()};
        other.transaction([&] { answers = answers_to(desk.port, dialogue({"help@desk.example"}, plain)); });
    }
    BOOST_TEST(count_of(answers, "451 4.3.0") == 1u, answers);
    BOOST_TEST(count_of(answers_to(desk.port, dialogue({"help@desk.example"}, plain)), kept) == 1u);
    BOOST_TEST(desk.has_tickets(1));
}

BOOST_AUTO_TEST_CASE(a_desk_that_is_told_to_stop_does_not_wait_for_idle_clients)
{
    const PushedDesk desk;
    RunningDesk running{desk.folder};
    const auto idle = mail::connect({.host = "127.0.0.1", .port = desk.port, .security = mail::Security::none, .ca_file = {}});
    BOOST_TEST(idle->read() == "220 desk.example LMTP\r\n");
    const auto asked = std::chrono::steady_clock::now();
    BOOST_TEST(running.stop() == 0);
    BOOST_TEST((std::chrono::steady_clock::now() - asked < std::chrono::seconds{20}));
    BOOST_TEST(idle->read() == "421 4.4.2 Closing the connection\r\n");
}

BOOST_AUTO_TEST_CASE(a_socket_file_is_listened_on_and_gone_afterwards)
{
    TempDir place;
    const auto file = place.path() / "lmtp";
    const DeskFolder folder{DeskOptions{.mailboxes = {"  - {name: push, type: lmtp, listen: 'unix:" + file.string() + "', mode: 0666}\n"},
                                        .outgoing = "  {maildir: out}\n"}};
    RunningDesk running{folder};
    BOOST_TEST(std::filesystem::is_socket(file));
    BOOST_TEST(running.stop() == 0);
    BOOST_TEST(!std::filesystem::exists(file));
}

BOOST_AUTO_TEST_SUITE_END()
