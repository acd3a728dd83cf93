// Signed assertions (RFC 7515, RFC 7523) with which a client or a service account proves who it is; its certificate and key file.
#pragma once
#include "mail/oauth/oauth_settings.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace deskhand::mail {

using WallTime = std::chrono::sys_seconds; // UTC

// What an assertion is made with besides the settings. `unique` is a text never used before.
struct AssertionContext {
    WallTime now;
    std::string unique;
};

// The service account speaking for `settings.account` (RFC 7523 section 3, Google's manners), RS256, valid for an hour.
// Throws std::invalid_argument when the key cannot sign.
std::string service_account_assertion(const OAuthSettings& settings, const AssertionContext& context);

// The client itself (private_key_jwt, RFC 7523 section 2.2), valid for ten minutes: PS256 with the
// certificate's SHA-256 thumbprint for Microsoft, RS256 elsewhere. Throws std::invalid_argument likewise.
std::string client_assertion(const OAuthSettings& settings, const AssertionContext& context);

// Why this key (PEM) and this certificate (PEM, may be empty) will not do, for people; empty when they will.
// Only RSA of 2048 bits or more is taken.
std::string key_complaint(const std::string& private_key, const std::string& certificate);

// When the certificate (PEM) ends; nullopt when it is none.
std::optional<WallTime> certificate_end(const std::string& certificate);

// The key file Google makes for a service account.
struct ServiceAccountKey {
    std::string client_email, private_key, private_key_id, token_uri;
};

// Or what is wrong with it, in a sentence without anything of its secrets.
std::variant<ServiceAccountKey, std::string> read_service_account_key(std::string_view json);

}
