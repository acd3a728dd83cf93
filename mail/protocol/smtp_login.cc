// SmtpSession::log_in: the AUTH exchanges of RFC 4954.
#include "mail/protocol/grammar.h"
#include "mail/protocol/sasl.h"
#include "mail/protocol/smtp_session.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace deskhand::mail {
namespace {

// RFC 4954 section 4.
constexpr int more_wanted = 334;
constexpr int logged_in = 235;
// A server may ask for a name and a password, some ask once more after an initial response, and
// SCRAM takes two rounds.
constexpr int most_challenges = 4;

std::optional<AuthMethod> chosen(AuthMethod wanted, const SmtpExtensions& offered)
{
    if (wanted == AuthMethod::automatic)
        wanted = strongest([&](std::string_view mechanism) { return offered.offers(mechanism); });
    const auto needed = wanted == AuthMethod::login ? "LOGIN" : SaslExchange{{{}, {}, wanted}, "nonce"}.mechanism();
    return offered.offers(needed) ? std::optional{wanted} : std::nullopt;
}

// "Password:", "password" or "PASS" in base64. Servers put all sorts of words there: what is asked
// after the name is the password whatever it says.
bool asks_for_password(const SmtpReply& challenge)
{
    const auto& text = challenge.lines.front();
    return text.rfind("UGFz", 0) == 0 || text.rfind("cGFz", 0) == 0 || text.rfind("UEFT", 0) == 0;
}

SmtpReply by_sasl(SmtpSession& session, const Login& login, std::chrono::milliseconds patience)
{
    SaslExchange exchange{login};
    auto answer = session.command("AUTH " + exchange.mechanism() + ' ' + exchange.first(), patience);
    for (int asked = 0; answer.code == more_wanted && asked < most_challenges; ++asked)
        answer = session.command(exchange.answer(without_blanks(answer.lines.front())), patience);
    if (answer.code == logged_in) exchange.trust_success();
    return answer;
}

SmtpReply name_and_password(SmtpSession& session, const Login& login, std::chrono::milliseconds patience)
{
    auto answer = session.command("AUTH LOGIN", patience);
    bool named = false;
    for (int asked = 0; answer.code == more_wanted && asked < most_challenges; ++asked) {
        const bool password = named || asks_for_password(answer);
        named = named || !password;
        answer = session.command(base64(password ? login.secret : login.user), patience);
    }
    return answer;
}

}

std::optional<SmtpReply> SmtpSession::log_in(const Login& login)
{
    const auto method = chosen(login.method, extensions_);
    if (!method)
        return SmtpReply{504, "5.5.4", {fmt::format("5.5.4 no way to log in that we may use; the server offers: {}",
                                                    fmt::join(extensions_.auth, " "))}};
    const auto patience = timeouts_.command;
    auto answer = *method == AuthMethod::login
        ? name_and_password(*this, login, patience)
        : by_sasl(*this, {login.user, login.secret, *method}, patience);
    if (answer.code == more_wanted) answer = command("*", patience); // cancel
    if (answer.code == logged_in) return {};
    if (!answer.transient() && !answer.permanent())
        throw StreamError{StreamError::Cause::malformed, "AUTH was answered with " + shown(answer)};
    return answer;
}

}
