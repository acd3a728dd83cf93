// Who we are to a mail server, and its refusal.
#pragma once
#include <stdexcept>
#include <string>

namespace deskhand::mail {

// `automatic`: the strongest offered of SCRAM-SHA-256, PLAIN and LOGIN (USER and PASS on POP3).
enum class AuthMethod { automatic, plain, login, xoauth2, scram_sha_256, oauthbearer };

struct Login {
    std::string user; // empty = no authentication
    std::string secret; // password, or access token for xoauth2 and oauthbearer; never logged
    AuthMethod method = AuthMethod::automatic;
    bool operator==(const Login&) const = default;
};

// The server understood and said no: wrong password, disabled account, missing folder.
struct LoginRefused : std::runtime_error {
    using runtime_error::runtime_error;
};

}
