// What token endpoints are asked, and how what we say is signed.
#include "mail/oauth/assertion.h"
#include "mail/oauth/oauth_request.h"
#include "mail/oauth/token_json.h"
#include "mail/oauth/token_life.h"
#include "mail/oauth/web_url.h"
#include "tests/support/signing_key.h"
#include "tests/support/table.h"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace deskhand::mail;
using namespace std::chrono_literals;
using deskhand::tests::jwt_part;
using deskhand::tests::SigningKey;
using deskhand::tests::signing_key;

namespace {

const AssertionContext context{WallTime{1'700'000'000s}, "never-before"};

OAuthSettings application()
{
    OAuthSettings settings;
    settings.provider = OAuthProvider::microsoft365;
    settings.client_id = "app";
    settings.client_secret = "s&cret";
    settings.account = "help@example.org";
    settings.scope = "scope/.default";
    settings.token_endpoint = "https://login.example/token";
    settings.browser_endpoint = "https://login.example/authorize";
    settings.device_endpoint = "https://login.example/devicecode";
    return settings;
}

// "a b" joined; assertions as their names only.
std::string shown(const OAuthRequest& request) { return request.url + " " + form_encoded(request.fields); }

struct UrlRow {
    const char* name;
    const char* text;
    const char* means; // "scheme host port path", empty = refused
};

const UrlRow urls[] = {
    {"https", "https://login.example/a/b?c=d", "https login.example 443 /a/b?c=d"},
    {"a port", "https://login.example:8443", "https login.example 8443 /"},
    {"an address", "https://[::1]:1/x", "https ::1 1 /x"},
    {"a fragment stays here", "https://h/x#y", "https h 443 /x"},
    {"a query without a path", "https://h?x", "https h 443 /?x"},
    {"http to this machine", "http://localhost:8080/token", "http localhost 8080 /token"},
    {"http to 127.0.0.1", "http://127.0.0.1/token", "http 127.0.0.1 80 /token"},
    {"http to anybody else", "http://login.example/token", ""},
    {"http to a name that begins like this machine", "http://localhost.example/token", ""},
    {"http to a name that begins like an address of it", "http://127.0.0.1.example/token", ""},
    {"a user in front", "https://user:pass@login.example/", ""},
    {"another scheme", "ftp://h/", ""},
    {"a line end", "https://h/\r\nHost: evil", ""},
    {"a blank", "https://h/a b", ""},
    {"a port that is none", "https://h:99999/", ""},
    {"no host", "https:///x", ""},
    {"a path backwards", "https://h\\x/", ""},
};

std::string shown(const std::optional<WebUrl>& url)
{
    if (!url) return {};
    return (url->scheme == WebUrl::Scheme::https ? "https " : "http ") + url->host + " " + std::to_string(url->port) + " " + url->path;
}

}

BOOST_AUTO_TEST_SUITE(oauth_requests)

const bool read_urls = deskhand::tests::table(urls, [](const UrlRow& row) { BOOST_TEST(shown(parse_web_url(row.text)) == row.means); }, __FILE__, __LINE__);

BOOST_AUTO_TEST_CASE(an_application_shows_its_secret)
{
    BOOST_TEST(shown(token_request(application(), {}, context)) ==
               "https://login.example/token grant_type=client_credentials&client_id=app&client_secret=s%26cret&scope=scope%2F.default");
}

BOOST_AUTO_TEST_CASE(a_refresh_token_is_sent_by_every_grant_that_keeps_one)
{
    auto settings = application();
    settings.client_secret.clear();
    for (const auto grant : {OAuthGrant::device, OAuthGrant::browser, OAuthGrant::refresh_token}) {
        settings.grant = grant;
        BOOST_TEST(shown(token_request(settings, "r1", context)) ==
                   "https://login.example/token grant_type=refresh_token&client_id=app&refresh_token=r1&scope=scope%2F.default");
    }
}

BOOST_AUTO_TEST_CASE(a_browser_is_sent_with_a_challenge_and_the_code_comes_with_its_verifier)
{
    auto settings = application();
    settings.grant = OAuthGrant::browser;
    const BrowserSignIn sign_in{"state", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"}; // RFC 7636 appendix B
    const auto url = browser_url(settings, sign_in);
    BOOST_TEST(url.starts_with("https://login.example/authorize?"));
    BOOST_TEST(form_value(url, "code_challenge").value_or("") == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    BOOST_TEST(form_value(url, "state").value_or("") == "state");
    BOOST_TEST(url.find(sign_in.verifier) == std::string::npos);
    BOOST_TEST(form_value(form_encoded(code_request(settings, "c", sign_in, context).fields), "code_verifier").value_or("") == sign_in.verifier);
}

BOOST_AUTO_TEST_CASE(a_certificate_signs_for_microsoft_with_pss_and_names_its_thumbprint)
{
    const SigningKey key = signing_key();
    auto settings = application();
    settings.client_secret.clear();
    settings.private_key = settings.certificate = key.private_key + key.certificate;
    BOOST_TEST(key_complaint(settings.private_key, settings.certificate) == "");
    const auto form = form_encoded(token_request(settings, {}, context).fields);
    BOOST_TEST(form_value(form, "client_assertion_type").value_or("") == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    const auto assertion = form_value(form, "client_assertion").value_or("");
    BOOST_TEST(verified(key, assertion, SigningKey::Padding::pss));
    BOOST_TEST(!verified(key, assertion, SigningKey::Padding::pkcs1));
    const auto header = parse_json_object(jwt_part(assertion, 0)), claims = parse_json_object(jwt_part(assertion, 1));
    BOOST_REQUIRE(header);
    BOOST_REQUIRE(claims);
    BOOST_TEST(header->text("alg") == "PS256");
    BOOST_TEST(header->text("x5t#S256") == key.thumbprint);
    BOOST_TEST(claims->text("iss") == "app");
    BOOST_TEST(claims->text("aud") == "https://login.example/token");
    BOOST_TEST(claims->text("jti") == "never-before");
    BOOST_TEST(claims->whole("exp").value_or(0) == 1'700'000'600);
}

BOOST_AUTO_TEST_CASE(a_service_account_signs_for_the_account_with_rs256)
{
    const SigningKey key = signing_key();
    const auto json = json_object({{"type", "service_account"}, {"client_email", "robot@p.iam.gserviceaccount.com"}, {"private_key", key.private_key},
                                   {"private_key_id", "k1"}, {"token_uri", "https://login.example/token"}});
    const auto read = read_service_account_key(json);
    BOOST_REQUIRE(std::holds_alternative<ServiceAccountKey>(read));
    auto settings = application();
    settings.provider = OAuthProvider::google;
    settings.grant = OAuthGrant::service_account;
    settings.client_id = std::get<ServiceAccountKey>(read).client_email;
    settings.private_key = std::get<ServiceAccountKey>(read).private_key;
    settings.key_id = "k1";
    const auto request = token_request(settings, {}, context);
    const auto form = form_encoded(request.fields);
    BOOST_TEST(form_value(form, "grant_type").value_or("") == "urn:ietf:params:oauth:grant-type:jwt-bearer");
    const auto assertion = form_value(form, "assertion").value_or("");
    BOOST_TEST(verified(key, assertion, SigningKey::Padding::pkcs1));
    const auto claims = parse_json_object(jwt_part(assertion, 1));
    BOOST_REQUIRE(claims);
    BOOST_TEST(claims->text("sub") == "help@example.org");
    BOOST_TEST(claims->text("iss") == "robot@p.iam.gserviceaccount.com");
    BOOST_TEST(claims->whole("exp").value_or(0) - claims->whole("iat").value_or(0) == 3600);
}

BOOST_AUTO_TEST_CASE(a_key_that_will_not_do_is_named_without_anything_of_it)
{
    BOOST_TEST(key_complaint("nonsense", {}) == "it holds no private key that can be read without a password");
    BOOST_TEST(key_complaint(signing_key().private_key, "nonsense") == "it holds no certificate");
    const auto other = deskhand::tests::new_signing_key();
    BOOST_TEST(key_complaint(signing_key().private_key, other.certificate) == "its certificate belongs to another private key");
    BOOST_TEST(std::holds_alternative<std::string>(read_service_account_key("{}")));
    BOOST_TEST(std::holds_alternative<std::string>(read_service_account_key("not json")));
}

BOOST_AUTO_TEST_CASE(a_token_is_renewed_at_four_fifths_of_its_life_and_a_session_after_that)
{
    const auto begin = moment_now();
    const TokenLife token{begin, 1000s};
    const auto at = [&](std::chrono::seconds passed) { return Moment{begin.steady + passed, begin.wall + passed}; };
    BOOST_TEST(!renewal_due(token, at(749s), 0));
    BOOST_TEST(renewal_due(token, at(750s), 0));
    BOOST_TEST(!renewal_due(token, at(780s), 0.99));
    BOOST_TEST(renewal_due(token, at(800s), 0.99));
    BOOST_TEST((session_end(token, 0) == begin.steady + 800s));
    BOOST_TEST((session_end(token, 0.99) <= begin.steady + 850s));
    BOOST_TEST(still_valid(token, at(950s)));
    BOOST_TEST(!still_valid(token, at(990s)));
}

BOOST_AUTO_TEST_CASE(a_suspended_machine_and_a_clock_put_forward_use_up_a_token_and_one_put_back_does_not_stretch_it)
{
    const auto begin = moment_now();
    const TokenLife token{begin, 3600s};
    BOOST_TEST(renewal_due(token, {begin.steady + 1s, begin.wall + 8h}, 0));
    BOOST_TEST(renewal_due(token, {begin.steady + 3000s, begin.wall - 1h}, 0));
}

BOOST_AUTO_TEST_SUITE_END()
