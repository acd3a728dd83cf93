// The door to access tokens: whoever logs in asks for one, each time.
#pragma once
#include "mail/oauth/oauth_settings.h"
#include "mail/protocol/login.h"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace deskhand::mail {

// There is no access token until a person does what the text says; trying again soon is of no use.
struct AuthorizationNeeded : LoginRefused {
    using LoginRefused::LoginRefused;
};

struct AccessToken {
    std::string value;                                 // never logged
    std::chrono::steady_clock::time_point session_end; // when a session that logs in with it must be renewed
};

// Shared by all who log in on behalf of one account; any thread may ask.
class TokenSource {
public:
    virtual ~TokenSource() = default;

    // One that is good for a login now. Throws AuthorizationNeeded, or StreamError when the endpoint cannot be asked
    // or does not answer soon. Of all who ask at once one may take half a minute, the others two seconds.
    virtual AccessToken token() = 0;

    enum class Age { just_made, older };
    // A server refused this one: it is not given out again. How old it was: an older one may have been revoked.
    virtual Age forget(const AccessToken& refused) = 0;

    // A person says that what was refused is mended: the next token() asks again.
    virtual void try_again() = 0;

    virtual const OAuthSettings& settings() const = 0;
};

// A shared source as a part of settings; two are equal when they were made of equal settings.
class TokenSupply {
public:
    TokenSupply() = default;
    explicit TokenSupply(std::shared_ptr<TokenSource> source) : source_{std::move(source)} {}

    explicit operator bool() const { return source_ != nullptr; }
    TokenSource* operator->() const { return source_.get(); }
    bool operator==(const TokenSupply& other) const
    {
        if (!source_ || !other.source_) return source_ == other.source_;
        return source_ == other.source_ || source_->settings() == other.source_->settings();
    }

private:
    std::shared_ptr<TokenSource> source_; // empty = the login has a password
};

// The logins of one mailbox or relay connection, with a password or with tokens.
class TokenLogin {
public:
    TokenLogin(Login login, TokenSupply supply) : login_{std::move(login)}, supply_{std::move(supply)} {}

    // The login to present now. Throws what TokenSource::token throws.
    Login next();
    // The server took it.
    void accepted();
    // The server refused it, when it was presented and not accepted. True: a newer token may be taken, so
    // connect and ask next() once more, now.
    bool refused();
    // Runs `open`, which presents next(); once more when an older token was refused. What it throws comes through.
    template <class Open> void until_settled(Open open)
    {
        for (;;) {
            try {
                return open();
            } catch (const LoginRefused&) {
                if (!refused()) throw;
            }
        }
    }
    // When the session opened with the last login must be renewed; nothing for passwords.
    std::optional<std::chrono::steady_clock::time_point> session_end() const;

private:
    Login login_;
    TokenSupply supply_;
    std::optional<AccessToken> used_;
    bool presented_ = false; // and the server's word on it is still out
    bool refused_before_ = false; // without a login in between: once a time is enough then
};

}
