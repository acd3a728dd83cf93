// POP3 mailboxes against a real Dovecot, and how their mails are named.
#include "mail/net/mailbox_settings.h"
#include "mail/net/pop3_uids.h"

#include "tests/mail/net/mailbox_contents.h"
#include "tests/support/dovecot.h"
#include "tests/support/loopback_server.h"
#include "tests/support/resting.h"
#include "tests/support/stream_errors.h"

#include <boost/test/unit_test.hpp>

#include <future>
#include <set>

using namespace deskhand::mail;
using namespace deskhand::tests;
using namespace std::chrono_literals;

using Strings = std::vector<std::string>;

namespace {

std::string sample_mail(int number)
{
    return "Subject: mail " + std::to_string(number) + "\r\n\r\n.\r\n..\r\n.x\r\n\xff\r\n" +
        std::string(static_cast<std::size_t>(number) * 37, 'x') + "\r\n";
}

std::unique_ptr<Mailbox> mailbox_of(const Endpoint& at, Disposal disposal, std::uint64_t largest_mail = 1u << 20)
{
    return make_mailbox({.name = "desk",
                         .where = Pop3Settings{.server = at, .login = {"ann", Dovecot::password}, .disposal = disposal},
                         .largest_mail = largest_mail});
}

Endpoint plain_at(std::uint16_t port)
{
    Endpoint at;
    at.host = "127.0.0.1";
    at.port = port;
    at.security = Security::none;
    return at;
}

}

BOOST_AUTO_TEST_SUITE(pop3_names)

BOOST_AUTO_TEST_CASE(a_mail_is_named_by_uidl_and_size)
{
    const std::vector<Pop3Message> drop{{1, "a", 10}, {2, "b", 20}};
    BOOST_TEST(pop3_uids(drop, Disposal::keep, "s") == (Strings{"a;10", "b;20"}));
    BOOST_TEST(pop3_uids(drop, Disposal::remove, "s") == (Strings{"a;10", "b;20"}));
}

BOOST_AUTO_TEST_CASE(a_uidl_used_again_for_another_size_is_a_new_mail)
{
    const std::vector<Pop3Message> before{{1, "a", 10}}, after{{1, "a", 11}};
    BOOST_TEST(pop3_uids(before, Disposal::keep, "s") != pop3_uids(after, Disposal::keep, "s"));
}

BOOST_AUTO_TEST_CASE(uidls_that_are_blank_or_equal_are_counted_when_mail_is_kept)
{
    const std::vector<Pop3Message> drop{{1, "a", 10}, {2, "a", 10}, {3, {}, 5}, {4, {}, 5}, {5, "a", 11}};
    BOOST_TEST(pop3_uids(drop, Disposal::keep, "s") == (Strings{"a;10", "a;10;2", ";5", ";5;2", "a;11"}));
}

BOOST_AUTO_TEST_CASE(they_hold_for_one_session_when_mail_is_removed)
{
    const std::vector<Pop3Message> drop{{1, "a", 10}, {2, "a", 10}, {3, {}, 5}, {4, "b", 5}};
    const auto uids = pop3_uids(drop, Disposal::remove, "s");
    BOOST_TEST(uids == (Strings{"@s;1;10", "@s;2;10", "@s;3;5", "b;5"}));
    BOOST_TEST(names_one_session(uids[0]));
    BOOST_TEST(!names_one_session(uids[3]));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(pop3_mailbox)

BOOST_AUTO_TEST_CASE(mails_come_whole_over_every_kind_of_connection)
{
    Dovecot server;
    for (int i = 0; i < 3; ++i) server.deliver("ann", sample_mail(i));
    const std::pair<std::uint16_t, Security> ways[] = {{server.pop3_port(), Security::none},
                                                       {server.pop3_port(), Security::starttls},
                                                       {server.pop3s_port(), Security::tls}};
    for (const auto& [port, security] : ways) {
        const auto box = mailbox_of(server.endpoint(port, security), Disposal::keep);
        box->open();
        const auto mails = fetched(*box, listed(*box));
        BOOST_REQUIRE(mails.size() == 3u);
        for (int i = 0; i < 3; ++i) {
            const auto& bytes = mails[static_cast<std::size_t>(i)];
            BOOST_TEST(bytes.substr(bytes.find("Subject:")) == sample_mail(i));
        }
        box->close();
    }
    BOOST_TEST(server.count("ann") == 3u);
}

BOOST_AUTO_TEST_CASE(removed_mail_is_gone_after_dispose_and_the_mailbox_goes_on)
{
    Dovecot server;
    for (int i = 0; i < 5; ++i) server.deliver("ann", sample_mail(i));
    const auto box = mailbox_of(server.endpoint(server.pop3_port(), Security::none), Disposal::remove);
    box->open();
    const auto uids = listed(*box);
    box->dispose(Strings{uids[0], uids[3]});
    BOOST_TEST(server.count("ann") == 3u);
    box->dispose(Strings{uids[0], uids[3]}); // again: harmless
    BOOST_TEST(fetched(*box, uids).size() == 3u);
    BOOST_TEST(listed(*box) == (Strings{uids[1], uids[2], uids[4]}));
}

BOOST_AUTO_TEST_CASE(many_removals_are_committed_in_groups)
{
    Dovecot server;
    for (int i = 0; i < 230; ++i) server.deliver("ann", "Subject: x\r\n\r\n");
    const auto box = mailbox_of(server.endpoint(server.pop3_port(), Security::none), Disposal::remove);
    box->open();
    box->dispose(listed(*box));
    BOOST_TEST(server.count("ann") == 0u);
}

BOOST_AUTO_TEST_CASE(waiting_frees_the_maildrop_and_new_mail_is_listed_afterwards)
{
    Dovecot server;
    const auto box = mailbox_of(server.endpoint(server.pop3_port(), Security::none), Disposal::keep);
    box->open();
    BOOST_TEST(listed(*box).empty());
    BOOST_TEST(box->rest(50ms).descriptor == -1);
    server.deliver("ann", sample_mail(1));
    BOOST_TEST((rested(*box, 20ms) == Arrival::something)); // a maildrop tells nobody
    BOOST_TEST(listed(*box).size() == 1u);
}

BOOST_AUTO_TEST_CASE(of_a_mail_that_is_too_large_the_header_comes)
{
    Dovecot server;
    server.deliver("ann", "Subject: big\r\n\r\n" + std::string(5'000, 'x') + "\r\n");
    const auto box = mailbox_of(server.endpoint(server.pop3_port(), Security::none), Disposal::keep, 2'000);
    std::uint64_t withheld = 0;
    std::string bytes;
    box->open();
    box->fetch(listed(*box), [&](const FetchedMail& mail) {
        withheld = mail.withheld;
        bytes = mail.bytes;
    });
    BOOST_TEST(withheld > 5'000u);
    BOOST_TEST(bytes.find("xxx") == std::string::npos);
    BOOST_TEST(bytes.find("Subject: big\r\n") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_wrong_password_is_refused)
{
    Dovecot server;
    const auto box = make_mailbox({.name = "desk",
                                   .where = Pop3Settings{.server = server.endpoint(server.pop3_port(), Security::none), .login = {"ann", "wrong"}}});
    BOOST_CHECK_THROW(box->open(), LoginRefused);
}

BOOST_AUTO_TEST_CASE(a_server_that_hangs_up_at_capa_is_asked_without)
{
    LoopbackServer server{[](LoopbackConnection& connection, LoopbackServer& notes) {
        connection.say("+OK hi\r\n");
        for (;;) {
            const auto line = connection.hear_line();
            notes.note(line);
            if (line == "CAPA") return connection.hang_up();
            connection.say("+OK\r\n");
            if (line == "LIST" || line == "UIDL") connection.say(".\r\n");
        }
    }};
    const auto box = mailbox_of(plain_at(server.port()), Disposal::keep);
    box->open();
    BOOST_TEST(listed(*box).empty());
    box->close();
    server.stop();
    BOOST_TEST(server.notes() == (Strings{"CAPA", "USER ann", "PASS secret", "LIST", "UIDL", "QUIT"}));
}

BOOST_AUTO_TEST_CASE(a_server_without_uidl_is_used_only_when_mail_is_removed)
{
    LoopbackServer server{[](LoopbackConnection& connection, LoopbackServer& notes) {
        connection.say("+OK hi\r\n");
        for (;;) {
            const auto line = connection.hear_line();
            notes.note(line);
            if (line == "CAPA" || line == "UIDL") connection.say("-ERR what\r\n");
            else if (line == "LIST") connection.say("+OK\r\n1 5\r\n2 5\r\n.\r\n");
            else if (line == "RETR 2") connection.say("+OK\r\nhello\r\n.\r\n");
            else connection.say("+OK\r\n");
            if (line == "QUIT") return connection.hang_up();
        }
    }};
    const auto keeping = mailbox_of(plain_at(server.port()), Disposal::keep);
    BOOST_CHECK_THROW(keeping->list(), LoginRefused);

    const auto removing = mailbox_of(plain_at(server.port()), Disposal::remove);
    const auto uids = listed(*removing);
    BOOST_REQUIRE(uids.size() == 2u);
    BOOST_TEST(fetched(*removing, {uids[1]}) == Strings{"hello\r\n"});
    removing->dispose(Strings{uids[1]});
    const auto later = listed(*removing);
    BOOST_TEST((std::set<std::string>{uids.begin(), uids.end()}.count(later[0]) == 0u)); // names of another session
    server.stop();
    const auto notes = server.notes();
    BOOST_TEST((std::find(notes.begin(), notes.end(), "DELE 2") != notes.end()));
}

BOOST_AUTO_TEST_SUITE_END()
