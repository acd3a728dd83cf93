#include "mail/net/sign_in.h"

#include "mail/net/token_file.h"
#include "mail/net/token_source.h"
#include "mail/oauth/oauth_advice.h"
#include "mail/oauth/oauth_answer.h"
#include "mail/protocol/byte_stream.h"

#include <openssl/rand.h>

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace deskhand::mail {
namespace {

using std::chrono::seconds;

constexpr seconds slow_down_by{5}, longest_interval{120}; // RFC 8628 section 3.5
constexpr int most_mistakes = 3; // addresses pasted that are none

std::string random_text(std::size_t octets)
{
    std::string made(octets, '\0');
    if (RAND_bytes(reinterpret_cast<unsigned char*>(made.data()), static_cast<int>(octets)) != 1)
        throw std::runtime_error{"the system's random source gives nothing"};
    return base64url(made);
}

AssertionContext context_now() { return {std::chrono::floor<seconds>(std::chrono::system_clock::now()), random_text(16)}; }

AuthorizationNeeded refusal(const OAuthRefused& refused, const OAuthSettings& settings)
{
    return AuthorizationNeeded{advice_on(refused, settings)};
}

void save(const OAuthSettings& settings, TokensGranted granted)
{
    const WipedAtEnd wiped{granted.access_token}, also{granted.refresh_token};
    if (granted.refresh_token.empty())
        throw AuthorizationNeeded{settings.provider == OAuthProvider::google
                                      ? "Google gave no refresh token; remove the application under Google account, Security, third-party access, and sign in again"
                                      : "the endpoint gave no refresh token; let `scope` hold offline_access, or leave `scope` out, and sign in again"};
    const TokenFile file{settings};
    const TokenFile::Lock lock{file};
    const auto now = std::chrono::floor<seconds>(std::chrono::system_clock::now());
    StoredToken stored{.refresh_token = granted.refresh_token, .obtained = now, .used = now, .access_ends = now + granted.life};
    file.save(stored);
    wipe(stored.refresh_token);
}

// What an answer to a poll leads to: the end, or the next poll.
struct Poll {
    seconds interval;
    std::optional<TokensGranted> granted;
};

Poll poll_once(const OAuthSettings& settings, const DeviceCode& code, const AskEndpoint& ask, seconds interval)
{
    // Timeouts and trouble slow down as well (RFC 8628 section 3.5).
    const auto slower = std::min(interval * 2, longest_interval);
    try {
        auto http = ask(device_poll(settings, code.device_code, context_now()));
        const WipedAtEnd wiped{http.body};
        auto answer = read_token_answer(http);
        if (auto* granted = std::get_if<TokensGranted>(&answer)) return {interval, std::move(*granted)};
        if (const auto* trouble = std::get_if<OAuthTrouble>(&answer)) return {std::max(slower, trouble->retry_after.value_or(slower)), {}};
        const auto& refused = std::get<OAuthRefused>(answer);
        if (refused.error == "authorization_pending") return {interval, {}};
        if (refused.error == "slow_down") return {interval + slow_down_by, {}};
        throw refusal(refused, settings);
    } catch (const StreamError&) {
        return {slower, {}};
    }
}

void sign_in_by_code(const OAuthSettings& settings, const SignInTalk& talk, const AskEndpoint& ask)
{
    auto answer = read_device_answer(ask(device_request(settings)));
    if (const auto* refused = std::get_if<OAuthRefused>(&answer)) throw refusal(*refused, settings);
    if (const auto* trouble = std::get_if<OAuthTrouble>(&answer))
        throw StreamError{StreamError::Cause::unreachable, fmt::format("{}: {}", settings.device_endpoint, trouble->what)};
    const auto& code = std::get<DeviceCode>(answer);
    talk.say(fmt::format("Open {} in any browser, type the code\n\n    {}\n\nand sign in as {}. Waiting for it (at most {} min) ...\n",
                         code.verification_url, code.user_code, settings.account, code.life.count() / 60));
    auto interval = code.interval;
    for (seconds waited{0}; waited + interval <= code.life;) {
        talk.wait(interval);
        waited += interval;
        auto poll = poll_once(settings, code, ask, interval);
        if (poll.granted) return save(settings, std::move(*poll.granted));
        interval = poll.interval;
    }
    throw refusal({"expired_token", {}}, settings);
}

std::string code_pasted(const std::string& url, const BrowserSignIn& started, const SignInTalk& talk, const OAuthSettings& settings)
{
    talk.say(fmt::format("Open this address in any browser and sign in as {}:\n\n{}\n\nIt ends at a page http://localhost/... that cannot be shown. "
                         "Copy its whole address from the browser and paste it here.\n> ", settings.account, url));
    for (int mistakes = 0; mistakes < most_mistakes; ++mistakes) {
        const auto heard = talk.hear();
        if (!heard) break;
        if (const auto error = form_value(*heard, "error")) throw refusal({"access_denied", {}}, settings);
        const auto code = form_value(*heard, "code");
        if (code && !code->empty() && form_value(*heard, "state") == started.state) return *code;
        talk.say("That is not the address this sign-in ends at; it begins with http://localhost and holds code= and state=.\n> ");
    }
    throw AuthorizationNeeded{"nobody has signed in; " + sign_in_again(settings)};
}

void sign_in_by_browser(const OAuthSettings& settings, const SignInTalk& talk, const AskEndpoint& ask)
{
    const BrowserSignIn started{random_text(16), random_text(48)};
    const auto code = code_pasted(browser_url(settings, started), started, talk, settings);
    auto http = ask(code_request(settings, code, started, context_now()));
    const WipedAtEnd wiped{http.body};
    auto answer = read_token_answer(http);
    if (const auto* refused = std::get_if<OAuthRefused>(&answer)) throw refusal(*refused, settings);
    if (const auto* trouble = std::get_if<OAuthTrouble>(&answer))
        throw StreamError{StreamError::Cause::unreachable, fmt::format("{}: {}", settings.token_endpoint, trouble->what)};
    save(settings, std::move(std::get<TokensGranted>(answer)));
}

}

void sign_in(const OAuthSettings& settings, const SignInTalk& talk, const AskEndpoint& given)
{
    const auto ask = given ? given : AskEndpoint{[&](const OAuthRequest& request) { return post_form(request, settings.ca_file); }};
    try {
        if (settings.grant == OAuthGrant::device) sign_in_by_code(settings, talk, ask);
        else if (settings.grant == OAuthGrant::browser) sign_in_by_browser(settings, talk, ask);
        else throw AuthorizationNeeded{"nobody signs in for this grant; " + sign_in_again(settings)};
    } catch (const std::invalid_argument& unusable) {
        throw AuthorizationNeeded{fmt::format("{}; see config/oauth.md", unusable.what())};
    }
}

}
