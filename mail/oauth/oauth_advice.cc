#include "mail/oauth/oauth_advice.h"

#include <fmt/format.h>

namespace deskhand::mail {
namespace {

// What the sentence of a row ends with.
enum class Then { nothing, sign_in };

// A refusal is known by a piece of its description, else by the error's name. The first row that fits counts.
struct Advice {
    std::string_view words; // in the description, or empty
    std::string_view error; // the name, or empty = any
    std::string_view what;
    Then then = Then::nothing;
};

constexpr Advice advices[] = {
    // Microsoft: https://learn.microsoft.com/entra/identity-platform/reference-error-codes
    {"AADSTS7000215", "", "the client secret is wrong; write the secret's Value, not its ID, into its file"},
    {"AADSTS7000222", "", "the client secret has expired; make a new one under Certificates & secrets, write it into its file and send SIGHUP"},
    {"AADSTS7000218", "", "the application wants a secret or certificate; for a sign-in by code set \"Allow public client flows\" to Yes under Authentication"},
    {"AADSTS700027", "", "the certificate is not registered with the application; upload it under Certificates & secrets"},
    {"AADSTS700016", "", "the tenant does not know this application; compare client_id and tenant with the app registration's overview"},
    {"AADSTS90002", "", "there is no such tenant; compare tenant with the directory (tenant) ID"},
    {"AADSTS700082", "", "the sign-in lapsed because it was not used for 90 days", Then::sign_in},
    {"AADSTS70008", "", "the sign-in has expired", Then::sign_in},
    {"AADSTS50173", "", "the sign-in ended when the account's password changed or an administrator revoked it", Then::sign_in},
    {"AADSTS50078", "", "the account has to prove itself once more (multi-factor)", Then::sign_in},
    {"AADSTS50076", "", "the account has to prove itself once more (multi-factor)", Then::sign_in},
    {"AADSTS50079", "", "the account has to set up multi-factor authentication", Then::sign_in},
    {"AADSTS53003", "", "a Conditional Access policy blocks this; let an administrator exclude the application or this machine's address"},
    {"AADSTS65001", "", "consent is missing; an administrator must press \"Grant admin consent\" under API permissions", Then::sign_in},
    {"AADSTS50057", "", "the account is disabled"},
    {"AADSTS50034", "", "the tenant does not know this account"},
    {"AADSTS70011", "", "the scope is wrong; leave `scope` out, or take it from config/oauth.md"},
    // Google: https://developers.google.com/identity/protocols/oauth2
    {"Invalid JWT Signature", "", "Google does not know the key; make a new key for the service account and put its JSON file in place"},
    {"short-lived token", "", "this machine's clock is wrong; set it and keep it set (timedatectl set-ntp true)"},
    {"Invalid email or User ID", "", "the account that the service account speaks for does not exist in the Workspace"},
    {"account not found", "", "the service account was deleted; make a new one and put its JSON file in place"},
    {"", "invalid_rapt", "the Workspace asks for a new sign-in from time to time (Google Cloud session control); exempt the application", Then::sign_in},
    {"unauthorized to retrieve", "unauthorized_client", "the service account may not speak for others; allow its client ID the scope https://mail.google.com/ "
                                                        "under Admin console, Security, API controls, Domain-wide delegation"},
    {"device flow scope", "", "Google gives no mail by device code; write grant: browser", Then::sign_in},
    // by name
    {"", "invalid_grant", "the sign-in was revoked or has expired", Then::sign_in},
    {"", "invalid_client", "the client is not known or its secret is wrong; compare client_id and client_secret with the provider's pages"},
    {"", "unauthorized_client", "the application may not use this grant; allow it in the provider's pages"},
    {"", "invalid_scope", "the scope is wrong or was not allowed; leave `scope` out, or take it from config/oauth.md"},
    {"", "unsupported_grant_type", "the endpoint does not know this grant; compare token_endpoint and grant with the provider's pages"},
    {"", "interaction_required", "a person has to sign in", Then::sign_in},
    {"", "login_required", "a person has to sign in", Then::sign_in},
    {"", "consent_required", "consent is missing; an administrator must grant it to the application", Then::sign_in},
    {"", "access_denied", "the sign-in was declined", Then::sign_in},
    {"", "expired_token", "the code was not used in time", Then::sign_in},
};

bool fits(const Advice& advice, const OAuthRefused& refused)
{
    if (!advice.error.empty() && advice.error != refused.error) return false;
    return advice.words.empty() ? true : refused.description.find(advice.words) != std::string::npos;
}

}

std::string sign_in_again(const OAuthSettings& settings)
{
    if (signs_in(settings.grant)) return fmt::format("run `deskhand mailbox login {}`", settings.mailbox);
    if (settings.grant == OAuthGrant::refresh_token) return "put a new refresh token into the file of `refresh_token` and send SIGHUP";
    return "see config/oauth.md";
}

std::string advice_on(const OAuthRefused& refused, const OAuthSettings& settings)
{
    const auto said = refused.description.empty() ? refused.error : fmt::format("{}: {}", refused.error, refused.description);
    for (const auto& advice : advices) {
        if (!fits(advice, refused)) continue;
        // Nobody signs in for an application or a service account.
        const bool signs = advice.then == Then::sign_in && keeps_refresh_token(settings.grant);
        return fmt::format("no access token: {}{} ({})", advice.what, signs ? "; " + sign_in_again(settings) : "", said);
    }
    return fmt::format("no access token: {} refused it; {} ({})", settings.token_endpoint, sign_in_again(settings), said);
}

std::string advice_without_token(const OAuthSettings& settings)
{
    return fmt::format("no access token: nobody has signed in as {} yet; {}", settings.account, sign_in_again(settings));
}

}
