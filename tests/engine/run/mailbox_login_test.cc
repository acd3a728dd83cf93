// Signing in for a mailbox on the command line, and what is said about logins that end soon.
#include "engine/run/login_checkup.h"
#include "engine/run/mailbox_login.h"
#include "mail/net/token_file.h"
#include "mail/net/token_keeper.h"
#include "tests/support/dovecot.h"
#include "tests/support/signing_key.h"
#include "tests/support/table.h"
#include "tests/support/token_endpoint.h"

#include <boost/test/unit_test.hpp>

using namespace deskhand;
using namespace deskhand::engine;
using namespace deskhand::tests;
using namespace std::chrono_literals;

namespace {

const Instant today{std::chrono::sys_days{std::chrono::year{2026} / 3 / 2}};

mail::OAuthSettings person(const std::filesystem::path& store, const std::string& token_endpoint = "https://login.example/token")
{
    mail::OAuthSettings account;
    account.grant = mail::OAuthGrant::device;
    account.client_id = "app";
    account.account = "ann";
    account.mailbox = "inbox";
    account.token_endpoint = token_endpoint;
    account.store = store;
    return account;
}

config::Settings desk_with(const mail::OAuthSettings& account)
{
    config::Settings settings;
    settings.token_sources = {std::make_shared<mail::TokenKeeper>(account)};
    return settings;
}

std::string shown(const std::vector<Finding>& findings) { return findings_text(findings); }

bool holds(const std::string& text, std::string_view words) { return text.find(words) != std::string::npos; }

struct ExpiryRow {
    const char* name;
    std::chrono::days from_today;
    Health health;
};

const ExpiryRow expiries[] = {
    {"fifteen days ahead", std::chrono::days{15}, Health::ok},
    {"fourteen days ahead", std::chrono::days{14}, Health::warn},
    {"tomorrow", std::chrono::days{1}, Health::warn},
    {"today", std::chrono::days{0}, Health::fail},
    {"a month ago", std::chrono::days{-30}, Health::fail},
};

struct IdleRow {
    const char* name;
    std::chrono::days unused;
    Health health;
};

const IdleRow idle_rows[] = {
    {"yesterday", std::chrono::days{1}, Health::ok},
    {"59 days ago", std::chrono::days{59}, Health::ok},
    {"61 days ago", std::chrono::days{61}, Health::warn},
};

}

BOOST_AUTO_TEST_SUITE(mailbox_login)

const bool expired = table(expiries, [](const ExpiryRow& row) {
    mail::OAuthSettings account;
    account.mailbox = "inbox";
    account.secret_expires = std::chrono::floor<std::chrono::days>(today) + row.from_today;
    const auto findings = check_logins(desk_with(account), today);
    BOOST_REQUIRE(findings.size() == 1u);
    BOOST_TEST((findings.front().health == row.health), shown(findings));
    BOOST_TEST(findings.front().where == "login of inbox");
}, __FILE__, __LINE__);

const bool lay_idle = table(idle_rows, [](const IdleRow& row) {
    const TempDir folder;
    const auto account = person(folder.path() / "store");
    mail::TokenFile{account}.save({.refresh_token = "r1", .used = std::chrono::floor<std::chrono::seconds>(today - row.unused)});
    const auto findings = check_logins(desk_with(account), today);
    BOOST_REQUIRE(findings.size() == 1u);
    BOOST_TEST((findings.front().health == row.health), shown(findings));
}, __FILE__, __LINE__);

BOOST_AUTO_TEST_CASE(a_certificate_that_ends_soon_is_warned_of_by_its_own_date)
{
    const auto key = new_signing_key(10);
    mail::OAuthSettings account;
    account.certificate = key.certificate;
    const auto findings = check_logins(desk_with(account), std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()));
    BOOST_TEST((findings.front().health == Health::warn), shown(findings));
    BOOST_TEST(holds(findings.front().found, "the certificate expires on"));
}

BOOST_AUTO_TEST_CASE(a_secret_of_microsoft_without_its_day_is_asked_about_and_no_reason_to_worry)
{
    mail::OAuthSettings account;
    account.provider = mail::OAuthProvider::microsoft365;
    account.client_secret = "the-client-secret";
    const auto findings = check_logins(desk_with(account), today);
    BOOST_TEST((findings.front().health == Health::ok));
    BOOST_TEST(holds(findings.front().remedy, "`expires:`"));
    BOOST_TEST(!holds(shown(findings), "the-client-secret"));
}

BOOST_AUTO_TEST_CASE(an_account_nobody_has_signed_in_for_names_the_command)
{
    const TempDir folder;
    const auto findings = check_logins(desk_with(person(folder.path() / "store")), today);
    BOOST_TEST((findings.front().health == Health::fail));
    BOOST_TEST(findings.front().remedy == "run `deskhand mailbox login inbox`");
}

BOOST_AUTO_TEST_CASE(a_person_signs_in_and_the_mailbox_is_tried_at_once)
{
    const TempDir folder;
    int polls = 0;
    TokenEndpoint endpoint{[&](const TokenCall& call) -> TokenReply {
        if (call.path == "/devicecode") return {200, R"({"device_code":"secret-code","user_code":"WDJB-MJHT","verification_uri":"https://login.example/device","interval":1})"};
        if (call.fields.at("grant_type") == "refresh_token") return tokens_granted("a2", 3600, "refresh-2");
        return ++polls < 3 ? token_refused("authorization_pending") : tokens_granted("a1", 3600, "refresh-1");
    }};
    endpoint.honour("a2", "ann");
    const Dovecot server{endpoint.dovecot_options()};
    auto account = person(folder.path() / "store", endpoint.url());
    account.device_endpoint = endpoint.url("/devicecode");
    auto settings = desk_with(account);
    settings.mailboxes = {{.name = "inbox", .where = mail::ImapSettings{.server = server.endpoint(server.imaps_port(), mail::Security::tls),
                                                                        .login = {"ann", {}, mail::AuthMethod::xoauth2},
                                                                        .tokens = mail::TokenSupply{settings.token_sources.front()}}}};
    std::string said;
    std::chrono::seconds waited{0};
    const auto code = log_in_mailbox(settings, "inbox", {.say = [&](const std::string& text) { said += text; }, .hear = {},
                                                         .wait = [&](std::chrono::seconds time) { waited += time; }});
    BOOST_TEST((code == ExitCode::done), said);
    BOOST_TEST(waited.count() == 3);
    BOOST_TEST(holds(said, "WDJB-MJHT"), said);
    BOOST_TEST(holds(said, "0 mail(s) at localhost"), said);
    for (const auto* secret : {"secret-code", "refresh-1", "refresh-2", "a2"}) BOOST_TEST(!holds(said, secret), said);
    BOOST_TEST(mail::TokenFile{account}.load()->refresh_token == "refresh-2");
}

BOOST_AUTO_TEST_CASE(a_mailbox_without_tokens_is_named_with_those_that_have_them)
{
    const TempDir folder;
    auto settings = desk_with(person(folder.path() / "store"));
    settings.mailboxes = {{.name = "inbox", .where = mail::ImapSettings{.tokens = mail::TokenSupply{settings.token_sources.front()}}},
                          {.name = "drop", .where = mail::MaildirSettings{}}};
    std::string said;
    const mail::SignInTalk talk{.say = [&](const std::string& text) { said += text; }, .hear = {}, .wait = {}};
    BOOST_TEST((log_in_mailbox(settings, "inbux", talk) == ExitCode::failed));
    BOOST_TEST(holds(said, "did you mean `inbox`?"), said);
}

BOOST_AUTO_TEST_SUITE_END()
