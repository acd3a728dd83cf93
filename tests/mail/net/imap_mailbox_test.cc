// IMAP mailboxes against a real Dovecot.
#include "mail/net/mailbox_settings.h"

#include "mail/protocol/byte_stream.h"
#include "tests/mail/net/mailbox_contents.h"
#include "tests/support/dovecot.h"
#include "tests/support/free_port.h"
#include "tests/support/loopback_server.h"
#include "tests/support/resting.h"
#include "tests/support/stream_errors.h"

#include <boost/test/unit_test.hpp>

#include <future>

using namespace deskhand::mail;
using namespace deskhand::tests;
using namespace std::chrono_literals;

using Strings = std::vector<std::string>;

namespace {

// Ends in CRLF and holds what breaks careless clients: dots, closing lines, eight-bit octets.
std::string sample_mail(int number)
{
    return "Return-Path: <ann@example>\r\nSubject: mail " + std::to_string(number) +
        "\r\n\r\n.\r\n..\r\n)\r\na1 OK done\r\n* BYE {5}\r\n\xff\xfe\r\n" + std::string(static_cast<std::size_t>(number) * 37, 'x') + "\r\n";
}

ImapSettings settings_of(const Dovecot& server, std::uint16_t port, Security security, Disposal disposal)
{
    return {.server = server.endpoint(port, security), .login = {"ann", Dovecot::password}, .disposal = disposal};
}

std::unique_ptr<Mailbox> mailbox_of(const ImapSettings& settings)
{
    auto made = make_mailbox({.name = "desk", .where = settings});
    made->open();
    return made;
}

// Dovecot adds Delivered-To and Received lines above what was delivered.
bool holds(const std::string& bytes, const std::string& delivered)
{
    const auto subject = delivered.substr(delivered.find("Subject:"));
    return bytes.size() >= subject.size() && bytes.compare(bytes.size() - subject.size(), subject.size(), subject) == 0;
}

struct Fixture {
    Dovecot server;
    std::unique_ptr<Mailbox> plain(Disposal disposal)
    {
        return mailbox_of(settings_of(server, server.imap_port(), Security::none, disposal));
    }
};

}

BOOST_FIXTURE_TEST_SUITE(imap_mailbox, Fixture)

BOOST_AUTO_TEST_CASE(mails_come_whole_over_every_kind_of_connection)
{
    for (int i = 0; i < 3; ++i) server.deliver("ann", sample_mail(i));
    const std::pair<std::uint16_t, Security> ways[] = {{server.imap_port(), Security::none},
                                                       {server.imap_port(), Security::starttls},
                                                       {server.imaps_port(), Security::tls}};
    for (const auto& [port, security] : ways) {
        const auto box = mailbox_of(settings_of(server, port, security, Disposal::keep));
        const auto uids = listed(*box);
        BOOST_TEST(uids == (Strings{"1", "2", "3"}));
        const auto mails = fetched(*box, uids);
        BOOST_REQUIRE(mails.size() == 3u);
        for (int i = 0; i < 3; ++i) BOOST_TEST(holds(mails[static_cast<std::size_t>(i)], sample_mail(i)));
        box->close();
    }
    BOOST_TEST(server.count("ann") == 3u);
}

BOOST_AUTO_TEST_CASE(the_listing_has_a_generation_and_mails_have_dates)
{
    server.deliver("ann", sample_mail(1));
    const auto box = plain(Disposal::keep);
    BOOST_TEST(box->list().generation.size() > 5u);
    std::optional<std::chrono::sys_seconds> date;
    box->fetch(Strings{"1"}, [&](const FetchedMail& mail) { date = mail.internal_date; });
    BOOST_REQUIRE(date.has_value());
    BOOST_TEST((std::chrono::abs(std::chrono::system_clock::now() - *date) < 60s));
}

BOOST_AUTO_TEST_CASE(after_a_reconnect_the_listing_is_what_the_folder_holds_whether_it_changed_or_not)
{
    for (int i = 0; i < 3; ++i) server.deliver("ann", sample_mail(i));
    const auto box = plain(Disposal::keep), staff = plain(Disposal::remove);
    const auto relisted = [&] {
        box->close();
        box->open();
        return listed(*box);
    };
    BOOST_TEST(listed(*box) == (Strings{"1", "2", "3"}));
    BOOST_TEST(relisted() == (Strings{"1", "2", "3"}));
    server.deliver("ann", sample_mail(4));
    BOOST_TEST(relisted() == (Strings{"1", "2", "3", "4"}));
    staff->dispose(Strings{"2"});
    BOOST_TEST(relisted() == (Strings{"1", "3", "4"}));
    BOOST_TEST(relisted() == (Strings{"1", "3", "4"}));
}

BOOST_AUTO_TEST_CASE(three_hundred_mails_come_in_batches)
{
    for (int i = 0; i < 300; ++i) server.deliver("ann", sample_mail(i % 50));
    const auto box = plain(Disposal::keep);
    BOOST_TEST(fetched(*box, listed(*box)).size() == 300u);
}

BOOST_AUTO_TEST_CASE(a_wrong_password_is_refused)
{
    auto settings = settings_of(server, server.imap_port(), Security::none, Disposal::keep);
    settings.login.secret = "wrong";
    BOOST_CHECK_THROW(mailbox_of(settings), LoginRefused);
}

BOOST_AUTO_TEST_CASE(a_missing_folder_is_refused)
{
    auto settings = settings_of(server, server.imap_port(), Security::none, Disposal::keep);
    settings.folder = "Nowhere";
    BOOST_CHECK_THROW(mailbox_of(settings), LoginRefused);
}

BOOST_AUTO_TEST_CASE(a_certificate_of_another_authority_is_refused)
{
    auto settings = settings_of(server, server.imaps_port(), Security::tls, Disposal::keep);
    settings.server.ca_file.clear();
    BOOST_TEST(ending_of([&] { mailbox_of(settings); }) == "untrusted");
}

BOOST_AUTO_TEST_CASE(nobody_listening_is_unreachable)
{
    const auto settings = settings_of(server, free_port(), Security::none, Disposal::keep);
    BOOST_TEST(ending_of([&] { mailbox_of(settings); }) == "unreachable");
}

BOOST_AUTO_TEST_CASE(moved_mail_lies_in_the_processed_folder_and_moving_twice_is_harmless)
{
    for (int i = 0; i < 3; ++i) server.deliver("ann", sample_mail(i));
    const auto box = plain(Disposal::move);
    for (int twice = 0; twice < 2; ++twice) box->dispose(Strings{"1", "3"});
    BOOST_TEST(listed(*box) == Strings{"2"});
    BOOST_TEST(server.count("ann", "Processed") == 2u);
}

BOOST_AUTO_TEST_CASE(a_server_without_move_gets_copies_and_expunges)
{
    Dovecot old{{.relay_port = 0, .more = "imap_capability = IMAP4rev1 UIDPLUS\n"}};
    for (int i = 0; i < 3; ++i) old.deliver("ann", sample_mail(i));
    const auto box = mailbox_of(settings_of(old, old.imap_port(), Security::none, Disposal::move));
    for (int twice = 0; twice < 2; ++twice) box->dispose(Strings{"1", "3"});
    BOOST_TEST(listed(*box) == Strings{"2"});
    BOOST_TEST(old.count("ann", "Processed") == 2u);
}

BOOST_AUTO_TEST_CASE(a_server_of_the_bare_standard_is_served)
{
    Dovecot old{{.relay_port = 0, .more = "imap_capability = IMAP4rev1\n"}};
    for (int i = 0; i < 3; ++i) old.deliver("ann", sample_mail(i));
    const auto box = mailbox_of(settings_of(old, old.imap_port(), Security::none, Disposal::remove));
    BOOST_TEST(fetched(*box, listed(*box)).size() == 3u);
    box->dispose(Strings{"1", "3"});
    BOOST_TEST(listed(*box) == Strings{"2"}); // the others are marked, and left to their owner
    BOOST_TEST(old.count("ann") == 3u);
    BOOST_TEST((rested(*box, 50ms) == Arrival::nothing));
}

BOOST_AUTO_TEST_CASE(removed_mail_is_gone_and_kept_mail_is_not)
{
    for (int i = 0; i < 3; ++i) server.deliver("ann", sample_mail(i));
    const auto keeping = plain(Disposal::keep);
    keeping->dispose(Strings{"1"});
    BOOST_TEST(listed(*keeping).size() == 3u);
    plain(Disposal::remove)->dispose(Strings{"1"});
    BOOST_TEST(server.count("ann") == 2u);
}

BOOST_AUTO_TEST_CASE(seen_mail_stays_listed)
{
    server.deliver("ann", sample_mail(1));
    const auto box = plain(Disposal::seen);
    box->dispose(Strings{"1"});
    BOOST_TEST(listed(*box) == Strings{"1"});
}

BOOST_AUTO_TEST_CASE(mail_that_vanished_is_skipped)
{
    for (int i = 0; i < 3; ++i) server.deliver("ann", sample_mail(i));
    const auto box = plain(Disposal::keep);
    const auto uids = listed(*box);
    plain(Disposal::remove)->dispose(Strings{"2"});
    BOOST_TEST(fetched(*box, uids).size() == 2u);
}

BOOST_AUTO_TEST_CASE(of_a_mail_that_is_too_large_the_header_comes)
{
    server.deliver("ann", "Subject: big\r\n\r\n" + std::string(5'000, 'x') + "\r\n");
    const auto box = make_mailbox({.name = "desk", .where = settings_of(server, server.imap_port(), Security::none, Disposal::keep),
                                   .largest_mail = 2'000});
    box->open();
    std::uint64_t withheld = 0;
    std::string bytes;
    box->fetch(listed(*box), [&](const FetchedMail& mail) {
        withheld = mail.withheld;
        bytes = mail.bytes;
    });
    BOOST_TEST(withheld > 5'000u);
    BOOST_TEST(holds(bytes, "Subject: big\r\n\r\n"));
}

BOOST_AUTO_TEST_CASE(idle_hears_of_an_arrival)
{
    const auto box = plain(Disposal::keep);
    BOOST_TEST(listed(*box).empty());
    auto waiting = std::async(std::launch::async, [&] { return rested(*box, 30s); });
    server.deliver("ann", sample_mail(1));
    BOOST_TEST((waiting.get() == Arrival::something));
    BOOST_TEST(listed(*box).size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_rest_without_news_ends_after_its_time_and_the_session_lives_on)
{
    const auto box = plain(Disposal::keep);
    BOOST_TEST((rested(*box, 20ms) == Arrival::nothing));
    BOOST_TEST(listed(*box).empty());
}

BOOST_AUTO_TEST_CASE(a_mailbox_at_rest_is_closed_politely)
{
    const auto box = plain(Disposal::keep);
    box->rest(60s);
    box->close();
    BOOST_CHECK_THROW(box->list(), StreamError);
    box->open();
    BOOST_TEST(listed(*box).empty());
}

BOOST_AUTO_TEST_CASE(a_server_that_asked_for_a_pause_is_left_alone_for_that_long)
{
    LoopbackServer throttling{[](LoopbackConnection& connection, LoopbackServer&) {
        connection.say("* OK [CAPABILITY IMAP4rev1] hello\r\n");
        connection.hear_line();
        connection.say("* BYE Request is throttled. Suggested Backoff Time: 92415 milliseconds\r\n");
        connection.hang_up();
    }};
    ImapSettings settings{.login = {"ann", "secret"}};
    settings.server.host = "127.0.0.1";
    settings.server.port = throttling.port();
    settings.server.security = Security::none;
    const auto box = make_mailbox({.name = "desk", .where = settings});
    BOOST_TEST(ending_of([&] { box->open(); }) == "closed");
    BOOST_TEST(ending_of([&] { box->open(); }) == "deadline");
    throttling.stop();
    BOOST_TEST(throttling.connections() == 1);
}

BOOST_AUTO_TEST_CASE(an_exception_of_the_taker_ends_the_session_and_open_begins_a_new_one)
{
    for (int i = 0; i < 3; ++i) server.deliver("ann", sample_mail(i));
    const auto box = plain(Disposal::keep);
    struct DiskFull {};
    BOOST_CHECK_THROW(box->fetch(Strings{"1", "2"}, [](const FetchedMail&) { throw DiskFull{}; }), DiskFull);
    BOOST_TEST(ending_of([&] { box->list(); }) == "closed");
    box->open();
    BOOST_TEST(listed(*box).size() == 3u);
}

BOOST_AUTO_TEST_SUITE_END()
