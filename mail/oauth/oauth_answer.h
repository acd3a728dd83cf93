// What a token endpoint answered, as values (RFC 6749 sections 5.1 and 5.2, RFC 8628 sections 3.2 and 3.5).
#pragma once
#include "mail/oauth/http_answer.h"

#include <chrono>
#include <optional>
#include <string>
#include <variant>

namespace deskhand::mail {

struct TokensGranted {
    std::string access_token;
    std::string refresh_token; // empty = the one that was sent stays in force
    std::chrono::seconds life{3600}; // > 0; an hour when the endpoint does not say
};

// The endpoint understood and said no.
struct OAuthRefused {
    std::string error;       // "invalid_grant"; letters, digits, '_', '-' and '.' only
    std::string description; // for people, one line, at most 300 octets, of printable ASCII; what looks like a token is cut out
};

// No answer to the question: overload, a proxy's page, a server that is ill.
struct OAuthTrouble {
    std::string what; // for people
    std::optional<std::chrono::seconds> retry_after;
};

using TokenAnswer = std::variant<TokensGranted, OAuthRefused, OAuthTrouble>;

// Total. Status 429 and 5xx are trouble whatever the body says, and so are server_error and
// temporarily_unavailable; every other error with a name is a refusal.
TokenAnswer read_token_answer(const HttpAnswer& answer);

struct DeviceCode {
    std::string device_code; // ours, secret
    std::string user_code, verification_url; // for the person; printable ASCII
    std::chrono::seconds life{900}, interval{5}; // RFC 8628 section 3.2: the interval is 5 when not said
};

std::variant<DeviceCode, OAuthRefused, OAuthTrouble> read_device_answer(const HttpAnswer& answer);

}
