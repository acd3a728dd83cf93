// The courier against Dovecot's submission service: TLS, logins and mail as at a real provider.
#include "mail/net/smtp_courier.h"
#include "tests/support/delivery_words.h"
#include "tests/support/dovecot_submission.h"

#include <boost/test/unit_test.hpp>

#include <algorithm>

using namespace deskhand::mail;
using namespace deskhand::tests;

namespace {

const DovecotSubmission& server()
{
    static const DovecotSubmission started;
    return started;
}

RelaySettings relay(Security security, AuthMethod method = AuthMethod::automatic)
{
    RelaySettings settings;
    settings.server.host = "localhost";
    settings.server.port = security == Security::tls ? server().tls_port() : server().port();
    settings.server.security = security;
    settings.server.ca_file = server().authority_file();
    settings.login = {.user = "desk", .secret = DovecotSubmission::password(), .method = method};
    settings.our_host_name = "desk.example";
    return settings;
}

std::string sent(const RelaySettings& settings, std::string_view bytes)
{
    SmtpCourier courier{settings};
    const Parcel parcel{1, "desk@help.example", "ann@example.org", bytes};
    return words_for(courier.deliver(std::span{&parcel, 1}, [](auto) {}).at(0).result);
}

bool arrived(const std::string& text)
{
    const auto mails = server().sink().mails();
    return std::count_if(mails.begin(), mails.end(),
                         [&](const std::string& mail) { return mail.find(text) != std::string::npos; }) == 1;
}

}

BOOST_AUTO_TEST_SUITE(submission)

BOOST_AUTO_TEST_CASE(mail_goes_out_over_starttls_with_plain)
{
    BOOST_TEST(sent(relay(Security::starttls, AuthMethod::plain), "Subject: first\n\n.plain\n").rfind("250", 0) == 0u);
    BOOST_TEST(arrived("Subject: first\n\n.plain\n"));
}

BOOST_AUTO_TEST_CASE(mail_goes_out_over_starttls_with_login)
{
    BOOST_TEST(sent(relay(Security::starttls, AuthMethod::login), "Subject: second\n\nlogin\n").rfind("250", 0) == 0u);
    BOOST_TEST(arrived("Subject: second\n\nlogin\n"));
}

BOOST_AUTO_TEST_CASE(mail_goes_out_over_tls_from_the_first_octet)
{
    BOOST_TEST(sent(relay(Security::tls), "Subject: third\n\ntls\n").rfind("250", 0) == 0u);
    BOOST_TEST(arrived("Subject: third\n\ntls\n"));
}

BOOST_AUTO_TEST_CASE(many_mails_go_over_one_session)
{
    SmtpCourier courier{relay(Security::starttls)};
    const std::string mail = "Subject: batch\n\n" + std::string(3'000, 'x') + "\n";
    std::vector<Parcel> parcels(100, {0, "desk@help.example", "ann@example.org", mail});
    const auto outcomes = courier.deliver(parcels, [](auto) {});
    BOOST_TEST(std::count_if(outcomes.begin(), outcomes.end(), [](const Outcome& outcome) {
        return kind_for(outcome.result) == "250";
    }) == 100);
}

BOOST_AUTO_TEST_CASE(a_wrong_password_sends_nothing)
{
    auto settings = relay(Security::starttls);
    settings.login.secret = "wrong";
    const auto words = sent(settings, "Subject: never\n\n");
    BOOST_TEST(words.find("not sent: localhost:") == 0u);
    BOOST_TEST(words.find("login refused as desk: 535") != std::string::npos);
    BOOST_TEST(words.find("wrong") == std::string::npos);
    BOOST_TEST(!arrived("Subject: never"));
}

BOOST_AUTO_TEST_CASE(a_certificate_of_an_unknown_authority_gets_no_password)
{
    auto settings = relay(Security::starttls);
    settings.server.ca_file.clear();
    BOOST_TEST(sent(settings, "x").find("certificate refused") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_certificate_for_another_name_gets_no_password)
{
    auto settings = relay(Security::tls);
    settings.server.host = "127.0.0.1";
    BOOST_TEST(sent(settings, "x").find("certificate refused") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_mail_beyond_the_servers_limit_is_refused_before_it_is_sent)
{
    BOOST_TEST(sent(relay(Security::starttls), std::string(2'000'000, 'x')).rfind("552 5.3.4 not sent: 2000002 octets", 0) == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
