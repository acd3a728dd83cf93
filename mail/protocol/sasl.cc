#include "mail/protocol/sasl.h"

#include "mail/protocol/byte_stream.h"
#include "mail/protocol/scram.h"

#include <stdexcept>
#include <utility>

namespace deskhand::mail {
namespace {

constexpr std::string_view separator{"\001", 1};

// NUL and 0x01 are the separators of these messages.
void refuse_separators(const Login& login)
{
    constexpr std::string_view forbidden{"\0\001", 2};
    if ((login.user + login.secret).find_first_of(forbidden) != std::string::npos)
        throw std::invalid_argument{"a name, password or token holds a control character"};
}

std::string bearer(std::string_view before, const Login& login)
{
    std::string text{before};
    return text.append(separator).append("auth=Bearer ").append(login.secret).append(separator).append(separator);
}

}

SaslExchange::SaslExchange(const Login& login, std::string nonce)
{
    refuse_separators(login);
    switch (login.method) {
    case AuthMethod::plain:
        mechanism_ = "PLAIN";
        first_ = std::string{'\0'} + login.user + '\0' + login.secret;
        to_more_ = "*"; // cancels: there is nothing more to say
        return;
    case AuthMethod::xoauth2:
        mechanism_ = "XOAUTH2";
        first_ = bearer("user=" + login.user, login);
        return;
    case AuthMethod::oauthbearer:
        mechanism_ = "OAUTHBEARER";
        first_ = bearer("n,a=" + sasl_name(login.user) + ",", login);
        to_more_ = base64(separator);
        return;
    case AuthMethod::scram_sha_256:
        mechanism_ = "SCRAM-SHA-256";
        first_ = scram_.emplace(login.user, login.secret, std::move(nonce)).first();
        return;
    case AuthMethod::automatic:
    case AuthMethod::login: break;
    }
    throw std::invalid_argument{"no SASL exchange for this way to log in"};
}

std::string SaslExchange::first()
{
    stage_ = Stage::first_said;
    return base64(first_);
}

std::string SaslExchange::answer(std::string_view challenge)
{
    if (stage_ == Stage::nothing_said || (stage_ == Stage::first_said && challenge.empty())) return first();
    return scram_ ? continue_scram(challenge) : to_more_;
}

std::string SaslExchange::continue_scram(std::string_view challenge)
{
    const auto message = from_base64(challenge);
    if (!message) throw StreamError{StreamError::Cause::malformed, "a challenge is no base64"};
    if (stage_ == Stage::first_said) {
        const auto proof = base64(scram_->final_for(*message));
        stage_ = Stage::proof_sent;
        return proof;
    }
    if (stage_ == Stage::proof_sent && scram_->proves_server(*message)) stage_ = Stage::server_proved;
    return {};
}

void SaslExchange::trust_success() const
{
    if (scram_ && stage_ != Stage::server_proved)
        throw StreamError{StreamError::Cause::untrusted, "SCRAM: the server says yes without knowing the password"};
}

AuthMethod strongest(const std::function<bool(std::string_view)>& offers)
{
    if (offers("SCRAM-SHA-256")) return AuthMethod::scram_sha_256;
    return offers("PLAIN") ? AuthMethod::plain : AuthMethod::login;
}

std::string login_told(const Login& login, const std::function<bool(std::string_view)>& offers)
{
    const bool scram = login.method == AuthMethod::automatic && strongest(offers) == AuthMethod::scram_sha_256;
    return "login as " + login.user + (scram ? " by SCRAM-SHA-256, the strongest way offered," : "") + " refused";
}

}
