#include "engine/run/login_checkup.h"

#include "engine/run/log.h"
#include "mail/net/token_file.h"
#include "mail/oauth/assertion.h"
#include "mail/oauth/oauth_advice.h"

#include <fmt/core.h>

namespace deskhand::engine {
namespace {

using std::chrono::days;

constexpr days warned_before{14}, unused_for{60};

std::string day_of(Instant time) { return written(time).substr(0, 10); }

// What ends at a known time; nothing to say while that is far off.
std::optional<Finding> ending(const std::string& where, std::string_view what, Instant end, Instant now, std::string_view renew)
{
    if (end > now + warned_before) return {};
    const bool over = end <= now;
    const auto remedy = fmt::format("{}, put it in place{} and send SIGHUP", renew, over ? "" : fmt::format(" before {}", day_of(end)));
    return Finding{over ? Health::fail : Health::warn, where, fmt::format("{} {} {}", what, over ? "has expired on" : "expires on", day_of(end)), remedy};
}

Finding refresh_token(const std::string& where, const mail::OAuthSettings& account, Instant now)
{
    try {
        const auto stored = mail::TokenFile{account}.load();
        if (!stored && account.first_refresh_token.empty())
            return {Health::fail, where, fmt::format("nobody has signed in as {} yet", account.account), mail::sign_in_again(account)};
        if (!stored) return {Health::ok, where, "the refresh token of the configuration has not been used yet", {}};
        if (Instant{stored->used} + unused_for < now)
            return {Health::warn, where, fmt::format("the refresh token was last used on {}; providers end those that lie idle (Microsoft after 90 days)", day_of(stored->used)),
                    "let the desk run, or " + mail::sign_in_again(account)};
        return {Health::ok, where, fmt::format("refresh token of {}, last used {}", day_of(stored->obtained), written(Instant{stored->used})), {}};
    } catch (const mail::TokenFileError& broken) {
        return {Health::fail, where, broken.what(), mail::sign_in_again(account)};
    }
}

}

std::vector<Finding> check_logins(const config::Settings& settings, Instant now)
{
    std::vector<Finding> findings;
    for (const auto& source : settings.token_sources) {
        const auto& account = source->settings();
        const auto where = "login of " + account.mailbox;
        const auto before = findings.size();
        if (account.secret_expires)
            if (auto found = ending(where, "the client secret", Instant{*account.secret_expires}, now, "make a new one, correct `expires`"))
                findings.push_back(*std::move(found));
        if (const auto end = mail::certificate_end(account.certificate))
            if (auto found = ending(where, "the certificate", Instant{*end}, now, "make a new one, register it with the application"))
                findings.push_back(*std::move(found));
        if (mail::keeps_refresh_token(account.grant)) findings.push_back(refresh_token(where, account, now));
        const bool unknown = !account.client_secret.empty() && !account.secret_expires && account.provider == mail::OAuthProvider::microsoft365;
        if (unknown)
            findings.push_back({Health::ok, where, "when the client secret ends is not written down", "write `expires:` with its day, so that the desk can warn of it"});
        if (findings.size() == before) findings.push_back({Health::ok, where, "nothing expires within 14 days, as far as the configuration says", {}});
    }
    return findings;
}

LoginWatch::LoginWatch(PolicySource policy, Clock& clock) : policy_{std::move(policy)}, clock_{clock} {}

void LoginWatch::step()
{
    for (const auto& finding : check_logins(policy_()->settings, clock_.now()))
        if (finding.health != Health::ok)
            log(finding.health == Health::fail ? LogLevel::error : LogLevel::warning, finding.where, fmt::format("{}; {}", finding.found, finding.remedy));
}

void LoginWatch::run(std::stop_token stop)
{
    for (auto next = clock_.now(); !stop.stop_requested(); clock_.wait_until(next, stop)) {
        if (clock_.now() < next) continue; // woken for somebody else
        next = clock_.now() + days{1};
        try {
            step();
        } catch (const std::exception& broken) {
            log(LogLevel::warning, "logins", broken.what());
        }
    }
}

}
