// A token endpoint on the loopback whose answers are written in the test, and a Dovecot that believes its tokens.
#pragma once
#include "tests/support/dovecot.h"
#include "tests/support/loopback_server.h"
#include "tests/support/temp_dir.h"

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace deskhand::tests {

struct TokenCall {
    std::string path;
    std::map<std::string, std::string> fields; // of the form, decoded
};

struct TokenReply {
    int status = 200;
    std::string body;         // JSON
    std::string headers = {}; // further lines, each with CRLF
};

// {"access_token":..., "expires_in":..., "refresh_token":...}; without the last when it is empty.
TokenReply tokens_granted(const std::string& access_token, int life = 3600, const std::string& refresh_token = {});
TokenReply token_refused(const std::string& error, const std::string& description = {}, int status = 400);

// Answers every POST by `answer`, on a thread of the server: no Boost assertions in it.
class TokenEndpoint {
public:
    using Answer = std::function<TokenReply(const TokenCall&)>;
    explicit TokenEndpoint(Answer answer, std::optional<CertificateFiles> tls = {});

    std::string url(const std::string& path = "/token") const;
    std::vector<TokenCall> calls() const;

    // Which access tokens a Dovecot with options() lets in, and as whom.
    void honour(const std::string& access_token, const std::string& user);
    void revoke(const std::string& access_token);
    // Dovecot's answers to logins with tokens so far: "user: yes" or "token: no".
    std::vector<std::string> asked() const { return introspection_.notes(); }
    // A Dovecot that asks this endpoint about tokens (RFC 7662); it must not outlive the endpoint.
    DovecotOptions dovecot_options() const;

private:
    TokenReply introspect(const std::string& line);
    void play(LoopbackConnection& connection);

    Answer answer_;
    std::optional<CertificateFiles> tls_;
    TempDir folder_;
    mutable std::mutex mutex_; // guards the two below
    std::vector<TokenCall> calls_;
    std::map<std::string, std::string> honoured_;
    LoopbackServer introspection_, server_; // last: their threads use what is above
};

}
