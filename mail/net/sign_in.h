// A person signs in for an account, by code or with a browser; the refresh token goes into the store.
#pragma once
#include "mail/net/token_endpoint.h"
#include "mail/oauth/oauth_settings.h"

#include <chrono>
#include <functional>
#include <optional>
#include <string>

namespace deskhand::mail {

// How the person is talked to. `hear` gives nothing at the end of input; `wait` comes back after that time.
struct SignInTalk {
    std::function<void(const std::string&)> say;
    std::function<std::optional<std::string>()> hear;
    std::function<void(std::chrono::seconds)> wait;
};

// By grant: the device flow says where to type which code and asks until the person is done, never faster than the
// endpoint wants (RFC 8628 section 3.5); the browser flow shows an address and hears the one the browser ends at.
// On return the refresh token is saved. Throws AuthorizationNeeded with what is wrong and what to do, StreamError when
// the endpoint cannot be asked at the start, TokenFileError when the token cannot be saved.
void sign_in(const OAuthSettings& settings, const SignInTalk& talk, const AskEndpoint& ask = {});

}
