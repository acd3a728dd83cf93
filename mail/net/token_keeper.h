// Gets access tokens from an endpoint and keeps them: one request at a time, rotated refresh tokens saved before use.
#pragma once
#include "mail/net/token_endpoint.h"
#include "mail/net/token_file.h"
#include "mail/net/token_source.h"
#include "mail/oauth/oauth_answer.h"
#include "mail/oauth/token_life.h"

#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <random>

namespace deskhand::mail {

// Order of every renewal: lock the account's file, read it, write that a request is out, ask, save the
// rotated refresh token, and only then hand out its access token. Dying anywhere in between leaves either the
// old token or the new one in the file, and a note when the new one may be lost.
//
// A refusal stands for 15 minutes, for all who ask: four requests an hour, unless somebody signs in or says try_again meanwhile.
// An endpoint out of reach is asked again after 1 s doubling to 60 s, or what its Retry-After says; until then
// a token that is still valid is handed out.
class TokenKeeper final : public TokenSource {
public:
    using Now = std::function<Moment()>;
    explicit TokenKeeper(OAuthSettings settings, AskEndpoint ask = {}, Now now = moment_now);
    ~TokenKeeper() override;

    AccessToken token() override;
    Age forget(const AccessToken& refused) override;
    void try_again() override;
    const OAuthSettings& settings() const override { return settings_; }

private:
    struct Held {
        std::string value;
        TokenLife life;
        double chance = 0; // in [0, 1), its own
    };
    struct Refusal {
        std::exception_ptr error;
        enum class Kind { person, endpoint } kind;
        std::chrono::steady_clock::time_point until;
        std::uint64_t file = 0; // stamp of the account's file when it was refused
    };
    struct Unsaved {
        StoredToken stored;
        Held held;
    };

    AccessToken given();
    bool refusal_stands(const Moment& now) const;
    Held renewed();
    Held renewed_from_file(const Moment& asked);
    Held saved(const StoredToken& stored, Held held);
    Held held_by(TokensGranted& granted, const Moment& asked);
    TokensGranted ask(const std::string& refresh_token, const Moment& asked);
    StoredToken known_token(const std::optional<StoredToken>& stored, const Moment& asked) const;
    void keep(const std::exception_ptr& error);
    double chance() { return std::uniform_real_distribution<>{0, 1}(random_); }

    const OAuthSettings settings_;
    const AskEndpoint ask_;
    const Now now_;
    std::optional<TokenFile> file_; // of grants that keep a refresh token
    std::optional<Unsaved> unsaved_; // only the flight touches it

    std::mutex mutex_; // guards what follows
    std::condition_variable landed_;
    bool in_flight_ = false;
    std::optional<Held> held_;
    std::optional<Refusal> refusal_;
    std::chrono::seconds wait_{0}; // before the endpoint is asked again
    std::mt19937_64 random_{std::random_device{}()};
};

}
