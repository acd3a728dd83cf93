// What an admin says about getting access tokens for one account: the grant, the client, the endpoints.
#pragma once
#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace deskhand::mail {

// How access tokens are come by.
enum class OAuthGrant {
    client_credentials, // the application itself (RFC 6749 section 4.4)
    device,             // a person signed in by code (RFC 8628); then as refresh_token
    browser,            // a person signed in with a browser (RFC 6749 section 4.1, RFC 7636); then as refresh_token
    refresh_token,      // a refresh token that was made elsewhere (RFC 6749 section 6)
    service_account     // a signed assertion for the account (RFC 7523)
};

// Whose manners the endpoint has, and whose advice helps when it refuses.
enum class OAuthProvider { microsoft365, google, custom };

struct OAuthSettings {
    OAuthProvider provider = OAuthProvider::custom;
    OAuthGrant grant = OAuthGrant::client_credentials;
    std::string client_id;     // service_account: the account's e-mail address
    std::string client_secret; // empty = none, or a certificate instead
    // PEM of the private key that signs assertions, and of its certificate; empty = no assertions.
    std::string private_key, certificate;
    std::string key_id;  // `kid` of assertions; empty = none
    std::string account; // who signs in, or on whose behalf; empty for client_credentials
    std::string scope;   // blank between several
    std::string token_endpoint, device_endpoint, browser_endpoint; // URLs; the latter two may be empty
    std::string ca_file; // PEM of a private certificate authority for them; empty = the system's
    std::string first_refresh_token; // refresh_token: where the chain begins; newer ones are in the store
    std::optional<std::chrono::sys_days> secret_expires; // as the admin wrote it down
    std::string mailbox; // the name that `deskhand mailbox login` takes; for messages only
    std::filesystem::path store; // folder of the rotated refresh tokens
    std::string store_key;       // 32 octets that encrypt them there; empty = files of mode 0600 only
    bool operator==(const OAuthSettings&) const = default;
};

// Whether access tokens come from a refresh token, which is kept in the store.
inline bool keeps_refresh_token(OAuthGrant grant)
{
    return grant == OAuthGrant::device || grant == OAuthGrant::browser || grant == OAuthGrant::refresh_token;
}

// Whether a person signs in by `deskhand mailbox login`.
inline bool signs_in(OAuthGrant grant) { return grant == OAuthGrant::device || grant == OAuthGrant::browser; }

// Overwrites a secret that is needed no more, so that it does not stay behind in memory.
void wipe(std::string& secret) noexcept;

// Wipes a secret at the end of its scope.
class WipedAtEnd {
public:
    explicit WipedAtEnd(std::string& secret) : secret_{secret} {}
    ~WipedAtEnd() { wipe(secret_); }
    WipedAtEnd(const WipedAtEnd&) = delete;
    WipedAtEnd& operator=(const WipedAtEnd&) = delete;

private:
    std::string& secret_;
};

}
