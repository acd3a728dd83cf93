// Mailboxes and couriers that log in with access tokens, against a real Dovecot that asks the endpoint about them.
#include "mail/net/mailbox_settings.h"
#include "mail/net/smtp_courier.h"
#include "mail/net/token_keeper.h"
#include "tests/mail/net/mailbox_contents.h"
#include "tests/support/resting.h"
#include "tests/support/smtp_sink.h"
#include "tests/support/table.h"
#include "tests/support/temp_dir.h"
#include "tests/support/token_endpoint.h"
#include "tests/support/waiting.h"

#include <boost/test/unit_test.hpp>

#include <atomic>

using namespace deskhand::mail;
using namespace deskhand::tests;
using namespace std::chrono_literals;

namespace {

// An endpoint that gives "token-1", "token-2" ... of this life, each good for the user from then on, and the Dovecot.
class House {
public:
    explicit House(int life = 3600, std::uint16_t relay_port = 0)
        : endpoint{[this, life](const TokenCall&) {
              const auto token = "token-" + std::to_string(++given_);
              endpoint.honour(token, "ann");
              return tokens_granted(token, life);
          }},
          server_{[&] {
              auto options = endpoint.dovecot_options();
              options.relay_port = relay_port;
              return options;
          }()}
    {}

    TokenSupply supply() const
    {
        OAuthSettings settings;
        settings.client_id = "app";
        settings.client_secret = "the-client-secret";
        settings.token_endpoint = endpoint.url();
        return TokenSupply{std::make_shared<TokenKeeper>(settings)};
    }

    MailboxSettings imap(TokenSupply supply, AuthMethod method = AuthMethod::xoauth2) const
    {
        return {.name = "inbox", .where = ImapSettings{.server = server_.endpoint(server_.imaps_port(), Security::tls), .login = {"ann", {}, method},
                                                       .tokens = std::move(supply), .disposal = Disposal::keep}};
    }
    MailboxSettings pop3(TokenSupply supply, AuthMethod method = AuthMethod::xoauth2) const
    {
        return {.name = "inbox", .where = Pop3Settings{.server = server_.endpoint(server_.pop3s_port(), Security::tls), .login = {"ann", {}, method},
                                                       .tokens = std::move(supply)}};
    }
    const Dovecot& server() const { return server_; }

private:
    std::atomic<int> given_{0};

public:
    TokenEndpoint endpoint;

private:
    Dovecot server_;
};

struct Row {
    const char* name;
    enum class Protocol { imap, pop3 } protocol;
    AuthMethod method;
};

const Row rows[] = {
    {"IMAP with XOAUTH2", Row::Protocol::imap, AuthMethod::xoauth2},
    {"IMAP with OAUTHBEARER", Row::Protocol::imap, AuthMethod::oauthbearer},
    {"POP3 with XOAUTH2 in two steps", Row::Protocol::pop3, AuthMethod::xoauth2},
    {"POP3 with OAUTHBEARER", Row::Protocol::pop3, AuthMethod::oauthbearer},
};

}

BOOST_AUTO_TEST_SUITE(token_login)

const bool logged_in = table(rows, [](const Row& row) {
    House house;
    house.server().deliver("ann", "Subject: one\r\n\r\nText\r\n");
    const auto mailbox = make_mailbox(row.protocol == Row::Protocol::imap ? house.imap(house.supply(), row.method) : house.pop3(house.supply(), row.method));
    mailbox->open();
    BOOST_TEST(listed(*mailbox).size() == 1u);
    BOOST_TEST(mailbox->session_end().has_value());
    mailbox->close();
    BOOST_TEST(!mailbox->session_end().has_value());
    BOOST_TEST(house.endpoint.asked() == std::vector<std::string>{"ann: yes"}, boost::test_tools::per_element());
}, __FILE__, __LINE__);

BOOST_AUTO_TEST_CASE(two_mailboxes_of_an_account_cost_one_token)
{
    House house;
    const auto supply = house.supply();
    const auto imap = make_mailbox(house.imap(supply)), pop3 = make_mailbox(house.pop3(supply));
    imap->open();
    pop3->open();
    BOOST_TEST(house.endpoint.calls().size() == 1u);
    BOOST_TEST(house.endpoint.asked().size() == 2u);
}

BOOST_AUTO_TEST_CASE(a_token_that_ends_in_idle_is_renewed_by_a_new_session_without_an_error)
{
    House house{2};
    const auto mailbox = make_mailbox(house.imap(house.supply()));
    mailbox->open();
    const auto end = mailbox->session_end();
    BOOST_REQUIRE(end.has_value());
    BOOST_TEST((*end < std::chrono::steady_clock::now() + 2s)); // before the token ends
    // The waiting loop: no longer than the session may last, then close and open.
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(*end - std::chrono::steady_clock::now());
    BOOST_TEST((rested(*mailbox, left) == Arrival::nothing));
    BOOST_REQUIRE(happens([&] { return std::chrono::steady_clock::now() >= *end; }));
    house.endpoint.revoke("token-1"); // as it lapses
    mailbox->close();
    mailbox->open();
    BOOST_TEST(listed(*mailbox).empty());
    BOOST_TEST((*mailbox->session_end() > *end));
    BOOST_TEST(house.endpoint.asked() == (std::vector<std::string>{"ann: yes", "ann: yes"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_password_login_never_ends)
{
    House house;
    auto settings = house.imap({});
    std::get<ImapSettings>(settings.where).login = {"ann", Dovecot::password, AuthMethod::plain};
    const auto mailbox = make_mailbox(settings);
    mailbox->open();
    BOOST_TEST(!mailbox->session_end().has_value());
    BOOST_TEST(house.endpoint.calls().empty());
}

BOOST_AUTO_TEST_CASE(a_token_just_made_that_is_refused_is_a_refused_login_and_tried_once)
{
    TokenEndpoint endpoint{[](const TokenCall&) { return tokens_granted("a-token-nobody-honours"); }};
    const Dovecot server{endpoint.dovecot_options()};
    OAuthSettings settings;
    settings.token_endpoint = endpoint.url();
    const TokenSupply supply{std::make_shared<TokenKeeper>(settings)};
    const auto imap = make_mailbox({.name = "inbox", .where = ImapSettings{.server = server.endpoint(server.imaps_port(), Security::tls),
                                                                           .login = {"ann", {}, AuthMethod::xoauth2}, .tokens = supply}});
    BOOST_CHECK_EXCEPTION(imap->open(), LoginRefused, [](const auto& error) { return std::string{error.what()}.find("a-token-nobody-honours") == std::string::npos; });
    BOOST_TEST(endpoint.asked().size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_token_revoked_while_it_was_kept_costs_one_more_try_and_no_error)
{
    auto now = std::make_shared<Moment>(moment_now());
    House house;
    OAuthSettings settings;
    settings.token_endpoint = house.endpoint.url();
    const TokenSupply supply{std::make_shared<TokenKeeper>(settings, AskEndpoint{}, [now] { return *now; })};
    const auto imap = make_mailbox(house.imap(supply)), pop3 = make_mailbox(house.pop3(supply));
    imap->open();
    imap->close();
    pop3->open();
    pop3->close();
    now->steady += 10min;
    house.endpoint.revoke("token-1");
    imap->open();
    BOOST_TEST(listed(*imap).empty());
    pop3->open(); // has the new one from the start
    BOOST_TEST(house.endpoint.calls().size() == 2u);
    BOOST_TEST(house.endpoint.asked() == (std::vector<std::string>{"ann: yes", "ann: yes", "token-1: no", "ann: yes", "ann: yes"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_mailbox_without_a_sign_in_opens_no_connection_and_says_what_to_do)
{
    const TempDir folder;
    OAuthSettings settings;
    settings.grant = OAuthGrant::device;
    settings.account = "ann";
    settings.mailbox = "inbox";
    settings.token_endpoint = "https://127.0.0.1:1/token";
    settings.store = folder.path() / "store";
    LoopbackServer nobody{[](LoopbackConnection&, LoopbackServer&) {}};
    Endpoint endpoint;
    endpoint.host = "127.0.0.1";
    endpoint.port = nobody.port();
    endpoint.security = Security::none;
    const TokenSupply supply{std::make_shared<TokenKeeper>(settings)};
    const auto mailbox = make_mailbox({.name = "inbox", .where = ImapSettings{.server = endpoint, .login = {"ann", {}, AuthMethod::xoauth2}, .tokens = supply}});
    BOOST_CHECK_EXCEPTION(mailbox->open(), AuthorizationNeeded,
                          [](const auto& error) { return std::string{error.what()}.find("run `deskhand mailbox login inbox`") != std::string::npos; });
    BOOST_TEST(nobody.connections() == 0);
}

BOOST_AUTO_TEST_CASE(a_relay_is_logged_in_to_with_a_token_and_once_more_when_it_was_revoked)
{
    const SmtpSink sink;
    House house{3600, sink.port()};
    auto now = std::make_shared<Moment>(moment_now());
    OAuthSettings settings;
    settings.token_endpoint = house.endpoint.url();
    RelaySettings relay;
    relay.server = house.server().endpoint(house.server().submission_port(), Security::starttls);
    relay.login = {"ann", {}, AuthMethod::xoauth2};
    relay.tokens = TokenSupply{std::make_shared<TokenKeeper>(settings, AskEndpoint{}, [now] { return *now; })};
    BOOST_TEST(SmtpCourier{relay}.trial() == "");
    now->steady += 10min;
    house.endpoint.revoke("token-1");
    BOOST_TEST(SmtpCourier{relay}.trial() == "");
    BOOST_TEST(house.endpoint.calls().size() == 2u);
}

BOOST_AUTO_TEST_CASE(mail_for_a_relay_without_a_token_is_not_sent_and_says_why)
{
    TokenEndpoint endpoint{[](const TokenCall&) { return token_refused("invalid_client", "AADSTS7000222: expired", 401); }};
    OAuthSettings settings;
    settings.client_secret = "the-client-secret";
    settings.token_endpoint = endpoint.url();
    RelaySettings relay;
    relay.login = {"ann", {}, AuthMethod::xoauth2};
    relay.tokens = TokenSupply{std::make_shared<TokenKeeper>(settings)};
    SmtpCourier courier{relay};
    const std::vector<Parcel> parcels{{.id = 1, .envelope_sender = "a@example.org", .recipient = "b@example.org", .bytes = "\r\n"}};
    const auto outcomes = courier.deliver(parcels, [](auto) {});
    BOOST_REQUIRE(outcomes.size() == 1u);
    const auto* unsent = std::get_if<NotSent>(&outcomes.front().result);
    BOOST_REQUIRE(unsent);
    BOOST_TEST(unsent->reason.find("the client secret has expired") != std::string::npos, unsent->reason);
    BOOST_TEST(unsent->reason.find("the-client-secret") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
