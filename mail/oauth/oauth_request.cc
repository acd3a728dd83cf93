#include "mail/oauth/oauth_request.h"

#include <openssl/evp.h>

namespace deskhand::mail {
namespace {

constexpr auto jwt_bearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";
constexpr auto device_code_grant = "urn:ietf:params:oauth:grant-type:device_code";
constexpr auto assertion_type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
constexpr auto back_here = "http://localhost";

// Who the client is: by certificate, by secret, or by its name alone (RFC 6749 section 2.3).
void add_client(FormFields& fields, const OAuthSettings& settings, const AssertionContext& context)
{
    fields.emplace_back("client_id", settings.client_id);
    if (settings.private_key.empty()) {
        fields.emplace_back("client_secret", settings.client_secret);
    } else {
        fields.emplace_back("client_assertion_type", assertion_type);
        fields.emplace_back("client_assertion", client_assertion(settings, context));
    }
}

std::string sha256(const std::string& text)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    EVP_Digest(text.data(), text.size(), digest, &size, EVP_sha256(), nullptr);
    return {reinterpret_cast<const char*>(digest), size};
}

}

OAuthRequest token_request(const OAuthSettings& settings, const std::string& refresh_token, const AssertionContext& context)
{
    OAuthRequest request{settings.token_endpoint, {}};
    auto& fields = request.fields;
    if (settings.grant == OAuthGrant::service_account) {
        fields = {{"grant_type", jwt_bearer}, {"assertion", service_account_assertion(settings, context)}};
        return request;
    }
    fields.emplace_back("grant_type", keeps_refresh_token(settings.grant) ? "refresh_token" : "client_credentials");
    add_client(fields, settings, context);
    if (keeps_refresh_token(settings.grant)) fields.emplace_back("refresh_token", refresh_token);
    // Google narrows nothing by it and refuses some spellings; the scope of the sign-in holds.
    if (settings.provider != OAuthProvider::google) fields.emplace_back("scope", settings.scope);
    return request;
}

OAuthRequest device_request(const OAuthSettings& settings)
{
    return {settings.device_endpoint, {{"client_id", settings.client_id}, {"scope", settings.scope}}};
}

OAuthRequest device_poll(const OAuthSettings& settings, const std::string& device_code, const AssertionContext& context)
{
    OAuthRequest request{settings.token_endpoint, {{"grant_type", device_code_grant}, {"device_code", device_code}}};
    add_client(request.fields, settings, context);
    return request;
}

std::string browser_url(const OAuthSettings& settings, const BrowserSignIn& sign_in)
{
    FormFields fields{{"client_id", settings.client_id}, {"response_type", "code"}, {"redirect_uri", back_here},
                      {"scope", settings.scope}, {"state", sign_in.state}, {"code_challenge", base64url(sha256(sign_in.verifier))},
                      {"code_challenge_method", "S256"}, {"login_hint", settings.account}};
    if (settings.provider == OAuthProvider::google) { // otherwise no refresh token comes the second time
        fields.emplace_back("access_type", "offline");
        fields.emplace_back("prompt", "consent");
    }
    const auto& endpoint = settings.browser_endpoint;
    return endpoint + (endpoint.find('?') == std::string::npos ? '?' : '&') + form_encoded(fields);
}

OAuthRequest code_request(const OAuthSettings& settings, const std::string& code, const BrowserSignIn& sign_in,
                          const AssertionContext& context)
{
    OAuthRequest request{settings.token_endpoint, {{"grant_type", "authorization_code"}, {"code", code}, {"redirect_uri", back_here},
                                                   {"code_verifier", sign_in.verifier}}};
    add_client(request.fields, settings, context);
    return request;
}

}
