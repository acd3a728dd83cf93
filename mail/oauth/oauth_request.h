// What is asked of a token endpoint for each grant, as form fields.
#pragma once
#include "mail/oauth/assertion.h"
#include "mail/oauth/oauth_settings.h"
#include "mail/oauth/web_url.h"

#include <string>

namespace deskhand::mail {

// A POST of a form. The fields hold secrets.
struct OAuthRequest {
    std::string url;
    FormFields fields;
};

// An access token by the settings' grant; `refresh_token` for those that keep one (RFC 6749 sections 4.4 and 6,
// RFC 7523 section 2.1). Throws std::invalid_argument when an assertion is due and the key cannot sign.
OAuthRequest token_request(const OAuthSettings& settings, const std::string& refresh_token, const AssertionContext& context);

// The begin of a device authorization (RFC 8628 section 3.1).
OAuthRequest device_request(const OAuthSettings& settings);

// Whether the person has answered by now (RFC 8628 section 3.4).
OAuthRequest device_poll(const OAuthSettings& settings, const std::string& device_code, const AssertionContext& context);

// A sign-in with a browser: where the person goes, and what tells its answer from a forged one.
struct BrowserSignIn {
    std::string state;    // never used before
    std::string verifier; // RFC 7636 section 4.1: 43 to 128 letters and digits nobody can guess
};

// The browser is sent back to http://localhost, where nothing listens: the person copies the address from there.
std::string browser_url(const OAuthSettings& settings, const BrowserSignIn& sign_in);

// The first tokens for the code in that address (RFC 6749 section 4.1.3).
OAuthRequest code_request(const OAuthSettings& settings, const std::string& code, const BrowserSignIn& sign_in,
                          const AssertionContext& context);

}
