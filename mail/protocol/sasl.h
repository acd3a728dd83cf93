// What the client says in SASL exchanges (RFC 4422), the same on IMAP, POP3 and SMTP.
#pragma once
#include "mail/protocol/base64_line.h"
#include "mail/protocol/login.h"
#include "mail/protocol/scram.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace deskhand::mail {

// One exchange: PLAIN (RFC 4616), XOAUTH2 (Google, Microsoft), OAUTHBEARER (RFC 7628) or SCRAM-SHA-256.
// What goes in and comes out is base64 as on the line.
class SaslExchange {
public:
    // `login.method` is plain, xoauth2, oauthbearer or scram_sha_256; any other throws
    // std::invalid_argument, as do control characters where the mechanism has no place for them.
    explicit SaslExchange(const Login& login, std::string nonce = scram_nonce());

    const std::string& mechanism() const { return mechanism_; }
    // The initial response, for servers that take it beside the mechanism's name.
    std::string first();
    // The answer to a challenge. An initial response that was not said, or was overlooked, comes
    // first; a server that explains why it refuses a token gets what brings its verdict; "*" cancels.
    // Throws as ScramClient::final_for.
    std::string answer(std::string_view challenge);
    // To be called at success: throws StreamError{untrusted} when the mechanism lets the server prove
    // itself and it has not.
    void trust_success() const;

private:
    std::string continue_scram(std::string_view challenge);

    std::string mechanism_, first_;
    std::string to_more_; // the answer to challenges of mechanisms that have none
    std::optional<ScramClient> scram_;
    enum class Stage { nothing_said, first_said, proof_sent, server_proved } stage_ = Stage::nothing_said;
};

// What `automatic` comes to: the strongest of SCRAM-SHA-256 and PLAIN that is offered, else LOGIN.
AuthMethod strongest(const std::function<bool(std::string_view mechanism)>& offers);

// "login as ann refused", and by what when `automatic` came to SCRAM: a server may offer it and keep
// passwords in a form that it cannot use.
std::string login_told(const Login& login, const std::function<bool(std::string_view mechanism)>& offers);

}
