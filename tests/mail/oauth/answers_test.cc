// What token endpoints answer, and what it comes to.
#include "mail/oauth/http_answer.h"
#include "mail/oauth/oauth_advice.h"
#include "mail/oauth/oauth_answer.h"
#include "mail/oauth/token_json.h"
#include "tests/support/table.h"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace deskhand::mail;
using namespace std::chrono_literals;

namespace {

// "granted access/refresh life", "refused error: description", or "trouble: what".
std::string shown(const TokenAnswer& answer)
{
    if (const auto* granted = std::get_if<TokensGranted>(&answer))
        return "granted " + granted->access_token + "/" + granted->refresh_token + " " + std::to_string(granted->life.count());
    if (const auto* refused = std::get_if<OAuthRefused>(&answer)) return "refused " + refused->error + ": " + refused->description;
    const auto& trouble = std::get<OAuthTrouble>(answer);
    return "trouble: " + trouble.what + (trouble.retry_after ? " after " + std::to_string(trouble.retry_after->count()) : "");
}

struct AnswerRow {
    const char* name;
    HttpAnswer http;
    std::string means;
};

const AnswerRow answers[] = {
    {"tokens", {200, R"({"token_type":"Bearer","access_token":"a","refresh_token":"r","expires_in":3599,"ext_expires_in":3599})", {}}, "granted a/r 3599"},
    {"a life written as a text", {200, R"({"access_token":"a","expires_in":"3599"})", {}}, "granted a/ 3599"},
    {"no life is an hour", {200, R"({"access_token":"a"})", {}}, "granted a/ 3600"},
    {"a life below nothing is an hour", {200, R"({"access_token":"a","expires_in":-5})", {}}, "granted a/ 3600"},
    {"a life beyond a week is a week", {200, R"({"access_token":"a","expires_in":99999999999})", {}}, "granted a/ 604800"},
    {"a token with a line end would be a second command", {200, "{\"access_token\":\"a\\r\\nA1 LOGOUT\"}", {}}, "trouble: a token with characters that no token has"},
    {"a refresh token with a blank", {200, R"({"access_token":"a","refresh_token":"r s"})", {}}, "trouble: a token with characters that no token has"},
    {"invalid_grant", {400, R"({"error":"invalid_grant","error_description":"AADSTS70008: The refresh token has expired.\r\nTrace ID: 1"})", {}},
     "refused invalid_grant: AADSTS70008: The refresh token has expired."},
    {"an error with status 200", {200, R"({"error":"invalid_client","access_token":"a"})", {}}, "refused invalid_client: "},
    {"an error name with control characters", {400, "{\"error\":\"bad\\u001b[31m\"}", {}}, "refused bad??31m: "},
    {"a description that quotes the assertion", {400, R"({"error":"invalid_grant","error_description":"Bad eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJ4In0 here"})", {}},
     "refused invalid_grant: Bad [...] here"},
    {"a description in another script", {400, "{\"error\":\"invalid_grant\",\"error_description\":\"\xc3\xa9x\"}", {}}, "refused invalid_grant:   x"},
    {"server_error", {400, R"({"error":"server_error"})", {}}, "trouble: status 400, server_error"},
    {"too many requests", {429, R"({"error":"invalid_grant"})", 30s}, "trouble: status 429, invalid_grant after 30"},
    {"a proxy's page", {502, "<html>Bad gateway</html>", {}}, "trouble: status 502"},
    {"a login page with status 200", {200, "<html>Please log in</html>", {}}, "trouble: status 200 and nothing a token endpoint says"},
    {"a redirection", {302, "", {}}, "trouble: status 302 and nothing a token endpoint says"},
    {"brackets without end", {200, std::string(200'000, '['), {}}, "trouble: status 200 and nothing a token endpoint says"},
    {"objects without end", {200, [] { std::string deep; for (int i = 0; i < 20'000; ++i) deep += "{\"a\":"; return deep; }(), {}}, "trouble: status 200 and nothing a token endpoint says"},
    {"a list", {200, "[1]", {}}, "trouble: status 200 and nothing a token endpoint says"},
};

struct HttpRow {
    const char* name;
    std::string octets;
    HttpEnd end;
    std::string means; // "status body pause", "incomplete" or "malformed"
};

std::string shown(const std::variant<HttpAnswer, HttpIncomplete, HttpMalformed>& parsed)
{
    if (const auto* answer = std::get_if<HttpAnswer>(&parsed))
        return std::to_string(answer->status) + " " + answer->body + " " + (answer->retry_after ? std::to_string(answer->retry_after->count()) : "-");
    return std::holds_alternative<HttpIncomplete>(parsed) ? "incomplete" : "malformed";
}

const HttpRow https[] = {
    {"with a length", "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}", HttpEnd::open, "200 {} -"},
    {"a body that is not there yet", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n{}", HttpEnd::open, "incomplete"},
    {"a body cut off", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n{}", HttpEnd::closed, "malformed"},
    {"chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;x=y\r\n{\r\n1\r\n}\r\n0\r\n\r\n", HttpEnd::open, "200 {} -"},
    {"chunks cut off", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{", HttpEnd::closed, "malformed"},
    {"a chunk of an absurd size", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffff\r\n", HttpEnd::open, "malformed"},
    {"a chunk whose size is no number", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n", HttpEnd::open, "malformed"},
    {"without a length it ends with the connection", "HTTP/1.0 400 No\r\n\r\n{}", HttpEnd::closed, "400 {} -"},
    {"and not before", "HTTP/1.0 400 No\r\n\r\n{}", HttpEnd::open, "incomplete"},
    {"a pause", "HTTP/1.1 503 Busy\r\nRetry-After: 120\r\nContent-Length: 0\r\n\r\n", HttpEnd::open, "503  120"},
    {"a pause as a date is none", "HTTP/1.1 503 Busy\r\nRetry-After: Fri, 31 Dec 1999 23:59:59 GMT\r\nContent-Length: 0\r\n\r\n", HttpEnd::open, "503  -"},
    {"a pause of years is a day", "HTTP/1.1 503 Busy\r\nRetry-After: 99999999\r\nContent-Length: 0\r\n\r\n", HttpEnd::open, "503  86400"},
    {"a first answer of 100", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", HttpEnd::open, "200 {} -"},
    {"two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}", HttpEnd::open, "malformed"},
    {"a length beyond all", "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n", HttpEnd::open, "malformed"},
    {"another protocol", "* OK Dovecot ready.\r\n", HttpEnd::open, "malformed"},
    {"the first octets", "HTT", HttpEnd::open, "incomplete"},
    {"nothing", "", HttpEnd::closed, "malformed"},
    {"a header without end", "HTTP/1.1 200 OK\r\n" + std::string(40'000, 'x'), HttpEnd::open, "malformed"},
    {"a body beyond the limit", "HTTP/1.1 200 OK\r\n\r\n" + std::string(300'000, 'x'), HttpEnd::open, "malformed"},
};

struct AdviceRow {
    const char* name;
    OAuthRefused refused;
    OAuthGrant grant;
    const char* holds;
};

const AdviceRow advices[] = {
    {"a refresh token revoked", {"invalid_grant", "Token has been expired or revoked."}, OAuthGrant::browser, "run `deskhand mailbox login inbox`"},
    {"a password changed", {"invalid_grant", "AADSTS50173: The provided grant has expired due to it being revoked"}, OAuthGrant::device,
     "the account's password changed or an administrator revoked it; run `deskhand mailbox login inbox`"},
    {"90 days unused", {"invalid_grant", "AADSTS700082: The refresh token has expired due to inactivity."}, OAuthGrant::device, "not used for 90 days"},
    {"the secret's id in place of the secret", {"invalid_client", "AADSTS7000215: Invalid client secret provided."}, OAuthGrant::client_credentials,
     "write the secret's Value, not its ID"},
    {"a secret that has expired", {"invalid_client", "AADSTS7000222: The provided client secret keys are expired."}, OAuthGrant::client_credentials, "make a new one"},
    {"consent for an application", {"invalid_grant", "AADSTS65001: The user or administrator has not consented"}, OAuthGrant::client_credentials, "Grant admin consent"},
    {"a wrong clock", {"invalid_grant", "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe."},
     OAuthGrant::service_account, "timedatectl set-ntp true"},
    {"delegation not allowed", {"unauthorized_client", "Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested."},
     OAuthGrant::service_account, "Domain-wide delegation"},
    {"a refresh token made elsewhere", {"invalid_grant", ""}, OAuthGrant::refresh_token, "put a new refresh token into the file"},
    {"an error nobody knows", {"brand_new", "words"}, OAuthGrant::device, "https://login.example/token refused it; run `deskhand mailbox login inbox` (brand_new: words)"},
};

}

BOOST_AUTO_TEST_SUITE(oauth_answers)

const bool read_answers = deskhand::tests::table(answers, [](const AnswerRow& row) { BOOST_TEST(shown(read_token_answer(row.http)) == row.means); }, __FILE__, __LINE__);

const bool read_http = deskhand::tests::table(https, [](const HttpRow& row) { BOOST_TEST(shown(parse_http_answer(row.octets, row.end)) == row.means); }, __FILE__, __LINE__);

const bool gave_advice = deskhand::tests::table(advices, [](const AdviceRow& row) {
    OAuthSettings settings;
    settings.grant = row.grant;
    settings.mailbox = "inbox";
    settings.token_endpoint = "https://login.example/token";
    const auto advice = advice_on(row.refused, settings);
    BOOST_TEST(advice.find(row.holds) != std::string::npos, advice);
}, __FILE__, __LINE__);

BOOST_AUTO_TEST_CASE(an_application_is_never_told_to_sign_in)
{
    OAuthSettings settings;
    settings.grant = OAuthGrant::client_credentials;
    for (const auto* error : {"invalid_grant", "interaction_required", "access_denied"})
        BOOST_TEST(advice_on({error, {}}, settings).find("mailbox login") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_device_code_is_read_in_the_spelling_of_the_rfc_and_of_google)
{
    const auto rfc = read_device_answer({200, R"({"device_code":"d","user_code":"WDJB","verification_uri":"https://x/dev","expires_in":600,"interval":7})", {}});
    BOOST_REQUIRE(std::holds_alternative<DeviceCode>(rfc));
    BOOST_TEST(std::get<DeviceCode>(rfc).verification_url == "https://x/dev");
    BOOST_TEST(std::get<DeviceCode>(rfc).interval.count() == 7);
    const auto google = read_device_answer({200, R"({"device_code":"d","user_code":"W","verification_url":"https://g/dev"})", {}});
    BOOST_REQUIRE(std::holds_alternative<DeviceCode>(google));
    BOOST_TEST(std::get<DeviceCode>(google).verification_url == "https://g/dev");
    BOOST_TEST(std::get<DeviceCode>(google).interval.count() == 5);
    BOOST_TEST(std::holds_alternative<OAuthRefused>(read_device_answer({401, R"({"error":"invalid_client"})", {}})));
}

BOOST_AUTO_TEST_SUITE_END()
