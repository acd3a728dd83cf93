#include "config/read_oauth.h"

#include "config/quantity.h"
#include "config/secret.h"
#include "mail/net/token_keeper.h"
#include "mail/oauth/assertion.h"
#include "mail/oauth/web_url.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>

namespace deskhand::config {

namespace {

namespace fs = std::filesystem;
using mail::OAuthGrant;
using mail::OAuthProvider;
using mail::OAuthSettings;

constexpr std::size_t store_key_octets = 32;

constexpr std::array provider_words{Choice<OAuthProvider>{"microsoft365", OAuthProvider::microsoft365},
                                    Choice<OAuthProvider>{"google", OAuthProvider::google},
                                    Choice<OAuthProvider>{"custom", OAuthProvider::custom}};
constexpr std::array grant_words{Choice<OAuthGrant>{"client_credentials", OAuthGrant::client_credentials},
                                 Choice<OAuthGrant>{"device", OAuthGrant::device},
                                 Choice<OAuthGrant>{"browser", OAuthGrant::browser},
                                 Choice<OAuthGrant>{"refresh_token", OAuthGrant::refresh_token},
                                 Choice<OAuthGrant>{"service_account", OAuthGrant::service_account}};

// What the providers' pages say; "{tenant}" is filled in.
struct Endpoints {
    std::string_view token, device, browser, application_scope, person_scope;
};
constexpr Endpoints microsoft{
    .token = "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token",
    .device = "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/devicecode",
    .browser = "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/authorize",
    .application_scope = "https://outlook.office365.com/.default",
    .person_scope = "https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/POP.AccessAsUser.All "
                    "https://outlook.office.com/SMTP.Send offline_access"};
constexpr Endpoints google{.token = "https://oauth2.googleapis.com/token",
                           .device = {},
                           .browser = "https://accounts.google.com/o/oauth2/v2/auth",
                           .application_scope = "https://mail.google.com/",
                           .person_scope = "https://mail.google.com/"};
constexpr Endpoints nothing_known{};

const Endpoints& endpoints_of(OAuthProvider provider)
{
    return provider == OAuthProvider::microsoft365 ? microsoft : provider == OAuthProvider::google ? google : nothing_known;
}

// Reads one block; every complaint names its section.
class OAuthReader {
public:
    OAuthReader(Section section, const OAuthOwner& owner, const TokenSources& sources)
        : section_{std::move(section)}, owner_{owner}, sources_{sources}
    {}

    OAuthSettings read()
    {
        settings_.provider = section_.choice<OAuthProvider>("provider", provider_words).value_or(owner_.usual_provider);
        settings_.grant = section_.choice<OAuthGrant>("grant", grant_words).value_or(usual_grant());
        settings_.mailbox = owner_.mailbox;
        settings_.store = sources_.store;
        settings_.store_key = sources_.store_key;
        if (settings_.grant != OAuthGrant::client_credentials)
            settings_.account = section_.text("account").value_or(owner_.user);
        read_client();
        read_endpoints();
        refuse_what_means_nothing();
        section_.refuse_unknown_keys();
        return settings_;
    }

private:
    OAuthGrant usual_grant()
    {
        if (section_.has("key")) return OAuthGrant::service_account;
        return settings_.provider == OAuthProvider::google ? OAuthGrant::browser : OAuthGrant::client_credentials;
    }

    void complain(std::string_view key, std::string_view what, std::string remedy)
    {
        section_.error(key, fmt::format("{}: {}", section_.name(), what), std::move(remedy));
    }

    std::optional<std::string> secret(std::string_view key) { return secret_of(section_, key, sources_.folder); }

    void read_client()
    {
        if (settings_.grant == OAuthGrant::service_account) {
            read_key();
            return;
        }
        settings_.client_id = section_.required_text("client_id", "write the application (client) ID from the provider's page");
        settings_.client_secret = secret("client_secret").value_or("");
        if (const auto pem = secret("certificate")) {
            settings_.private_key = settings_.certificate = *pem;
            if (const auto why = mail::key_complaint(*pem, *pem); !why.empty())
                complain("certificate", why, "put private key and certificate into one PEM file: cat app.key app.crt > app.pem; chmod 600 app.pem");
        }
        if (section_.has("client_secret") && section_.has("certificate"))
            complain("certificate", "a client has a secret or a certificate", "remove one of them");
        if (settings_.grant == OAuthGrant::client_credentials && !section_.has("client_secret") && !section_.has("certificate"))
            complain("client_secret", "grant client_credentials needs `client_secret` or `certificate`",
                     "write client_secret: {file: secrets/app.secret}, or sign a person in with grant: device");
        if (settings_.grant == OAuthGrant::refresh_token) {
            settings_.first_refresh_token = secret("refresh_token").value_or("");
            if (!section_.has("refresh_token"))
                complain("refresh_token", "grant refresh_token needs `refresh_token`", "write {file: PATH}, or let a person sign in with grant: device or browser");
        }
        read_expiry();
    }

    void read_expiry()
    {
        const auto written = section_.text("expires");
        if (!written) return;
        settings_.secret_expires = day_of(*written);
        if (!settings_.secret_expires) complain("expires", fmt::format("`expires`: `{}` is no day", *written), "write it as 2027-01-31");
    }

    void read_key()
    {
        const auto json = secret("key");
        if (!section_.has("key"))
            complain("key", "grant service_account needs `key`", "write key: {file: PATH} with the JSON file of the service account's key");
        if (!json) return;
        auto key = mail::read_service_account_key(*json);
        if (const auto* why = std::get_if<std::string>(&key)) {
            complain("key", *why, "Google Cloud console, IAM, Service accounts, Keys, Add key, JSON");
            return;
        }
        auto& account = std::get<mail::ServiceAccountKey>(key);
        settings_.client_id = std::move(account.client_email);
        settings_.private_key = std::move(account.private_key);
        settings_.key_id = std::move(account.private_key_id);
        settings_.token_endpoint = std::move(account.token_uri);
    }

    std::string with_tenant(std::string_view url)
    {
        std::string text{url};
        if (const auto mark = text.find("{tenant}"); mark != std::string::npos) text.replace(mark, 8, tenant_);
        return text;
    }

    void read_tenant()
    {
        if (settings_.provider != OAuthProvider::microsoft365) return;
        tenant_ = section_.text("tenant").value_or("");
        if (tenant_.empty() && !section_.has("token_endpoint"))
            section_.required_text("tenant", "write the directory (tenant) ID from the app registration's overview, or the tenant's domain");
        if (tenant_.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-") != std::string::npos)
            complain("tenant", fmt::format("`{}` is no tenant", tenant_), "write its ID (a GUID) or its domain, e.g. contoso.onmicrosoft.com");
        const bool everybody = tenant_ == "common" || tenant_ == "organizations" || tenant_ == "consumers";
        if (everybody && settings_.grant == OAuthGrant::client_credentials)
            complain("tenant", fmt::format("an application logs in to one tenant, not to `{}`", tenant_), "write the tenant's ID or domain");
    }

    void read_endpoints()
    {
        read_tenant();
        const auto& known = endpoints_of(settings_.provider);
        const auto read = [&](std::string_view key, std::string& slot, std::string_view usual) {
            const auto written = section_.text(key);
            if (written) slot = *written;
            else if (slot.empty()) slot = with_tenant(usual);
            if (!slot.empty() && !mail::parse_web_url(slot))
                complain(key, fmt::format("`{}` is no address that secrets may go to", slot), "write https://HOST/PATH; http is for this machine only");
        };
        read("token_endpoint", settings_.token_endpoint, known.token);
        read("device_endpoint", settings_.device_endpoint, known.device);
        read("browser_endpoint", settings_.browser_endpoint, known.browser);
        const auto needed = [&](OAuthGrant grant, std::string_view key, const std::string& slot) {
            if (settings_.grant == grant && slot.empty() && !section_.has(key)) complain(key, fmt::format("`{}` is missing", key), "the provider's page on OAuth 2 names it");
        };
        if (settings_.token_endpoint.empty()) complain("token_endpoint", "`token_endpoint` is missing", "name it, or a provider: microsoft365 or google");
        if (settings_.grant == OAuthGrant::device && settings_.provider == OAuthProvider::google)
            complain("grant", "Google gives no mail by device code", "write grant: browser, or use a service account");
        else needed(OAuthGrant::device, "device_endpoint", settings_.device_endpoint);
        needed(OAuthGrant::browser, "browser_endpoint", settings_.browser_endpoint);
        const auto scopes = section_.texts("scope");
        const bool person = mail::keeps_refresh_token(settings_.grant);
        settings_.scope = scopes.empty() ? std::string{person ? known.person_scope : known.application_scope} : fmt::format("{}", fmt::join(scopes, " "));
        if (const auto file = section_.text("ca_file")) {
            settings_.ca_file = (sources_.folder / *file).string();
            if (!fs::is_regular_file(settings_.ca_file))
                complain("ca_file", fmt::format("there is no file {}", settings_.ca_file), "name the PEM file of your certificate authority");
        }
    }

    void refuse_what_means_nothing()
    {
        struct Meaning {
            std::string_view key;
            bool means;
        };
        const auto grant = settings_.grant;
        const bool account = grant == OAuthGrant::service_account;
        for (const auto& [key, means] : {Meaning{"refresh_token", grant == OAuthGrant::refresh_token}, Meaning{"key", account},
                                         Meaning{"account", grant != OAuthGrant::client_credentials}, Meaning{"client_id", !account},
                                         Meaning{"client_secret", !account}, Meaning{"certificate", !account}, Meaning{"expires", !account},
                                         Meaning{"tenant", settings_.provider == OAuthProvider::microsoft365}})
            if (!means && section_.has(key)) complain(key, fmt::format("`{}` means nothing for this grant and provider", key), "remove it");
    }

    Section section_;
    const OAuthOwner& owner_;
    const TokenSources& sources_;
    OAuthSettings settings_;
    std::string tenant_;
};

bool same_source(const OAuthSettings& one, OAuthSettings other)
{
    other.mailbox = one.mailbox; // whoever of them is named in messages
    return one == other;
}

}

TokenSources token_sources(Section& root, const fs::path& folder, const fs::path& database)
{
    TokenSources sources{.folder = folder, .store = database.string() + ".logins", .store_key = {}};
    const auto name = root.text("oauth_key");
    if (!name) return sources;
    const auto key = read_guarded_file(folder / *name, root.place_of("oauth_key"), root.report());
    if (key && key->size() != store_key_octets)
        root.error("oauth_key", fmt::format("`oauth_key`: {} holds {} octets, not {}", (folder / *name).string(), key->size(), store_key_octets),
                   fmt::format("head -c 32 /dev/urandom > {}", (folder / *name).string()));
    else sources.store_key = key.value_or("");
    return sources;
}

mail::TokenSupply read_oauth(Section& owner_section, const OAuthOwner& owner, TokenSources& sources)
{
    const auto* node = owner_section.find("oauth");
    if (!node) return {};
    const auto before = owner_section.report().problems().size();
    Section section{*node, fmt::format("{}: `oauth`", owner_section.name()), owner_section.report()};
    auto settings = OAuthReader{std::move(section), owner, sources}.read();
    if (owner_section.report().problems().size() != before) return {};
    for (const auto& made : sources.made)
        if (same_source(made->settings(), settings)) return mail::TokenSupply{made};
    sources.made.push_back(std::make_shared<mail::TokenKeeper>(std::move(settings)));
    return mail::TokenSupply{sources.made.back()};
}

}
