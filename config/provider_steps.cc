#include "config/provider_steps.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace deskhand::config {

namespace {

constexpr std::array<std::string_view, 3> microsoft_ways{"application", "device", "token_file"};
constexpr std::array<std::string_view, 3> google_ways{"password", "browser", "service_account"};
constexpr std::array<std::string_view, 1> other_ways{"password"};

// A way of logging in with tokens: its block of the configuration and what to do for it. {tenant}, {client},
// {key} and {user} are filled in.
struct Way {
    std::string_view preset, way, block, steps;
};

constexpr std::string_view client_secret_line = "client_secret: {{file: secrets/inbox.password}}\n"
                                                "# expires: 2027-01-31   # when the secret ends: the desk warns 14 days before\n";

constexpr Way ways[] = {
    {"microsoft365", "application",
     "grant: client_credentials\ntenant: \"{tenant}\"\nclient_id: \"{client}\"\n{secret}",
     R"(What an administrator does at Microsoft, once:
 1. https://entra.microsoft.com, App registrations, New registration: a name, "this organizational directory only".
    Overview shows the application (client) ID and the directory (tenant) ID.
 2. API permissions, Add, APIs my organization uses, Office 365 Exchange Online, Application permissions:
    IMAP.AccessAsApp (POP.AccessAsApp for pop3; SMTP.SendAsApp to send). Then "Grant admin consent".
 3. Certificates & secrets, New client secret: its Value (not its ID) is the secret asked for here. Note when it expires.
 4. Enterprise applications, the application: its Object ID (not the one of the app registration). Then in PowerShell:
      Install-Module ExchangeOnlineManagement; Connect-ExchangeOnline
      New-ServicePrincipal -AppId CLIENT_ID -ObjectId ENTERPRISE_OBJECT_ID
      Add-MailboxPermission -Identity {user} -User ENTERPRISE_OBJECT_ID -AccessRights FullAccess
 5. Exchange admin center, Mailboxes, {user}, Email apps: IMAP on (Authenticated SMTP on to send).
    It may take half an hour until Exchange knows all this.
)"},
    {"microsoft365", "device",
     "grant: device\ntenant: \"{tenant}\"\nclient_id: \"{client}\"\n",
     R"(What an administrator does at Microsoft, once:
 1. https://entra.microsoft.com, App registrations, New registration: a name, "this organizational directory only".
    Overview shows the application (client) ID and the directory (tenant) ID.
 2. Authentication, Advanced settings: "Allow public client flows" to Yes.
 3. API permissions, Add, Microsoft Graph, Delegated permissions: IMAP.AccessAsUser.All (POP.AccessAsUser.All for pop3;
    SMTP.Send to send) and offline_access. Then "Grant admin consent".
 4. Exchange admin center, Mailboxes, {user}, Email apps: IMAP on (Authenticated SMTP on to send).
 5. `deskhand mailbox login inbox` says where to type which code; sign in there as {user}.
    A password change or an administrator may end the sign-in; the desk then says so. Without people: application.
)"},
    {"gmail", "browser",
     "grant: browser\nclient_id: \"{client}\"\n{secret}",
     R"(What an administrator does at Google, once:
 1. https://console.cloud.google.com, a new project. APIs & Services, OAuth consent screen: Internal for Workspace; for others
    External, and "Publish app" (while it is in testing, sign-ins end after 7 days). Scope: https://mail.google.com/
 2. Credentials, Create credentials, OAuth client ID, Desktop app: client ID and client secret are asked for here.
 3. In Workspace: Admin console, Apps, Google Workspace, Gmail, End user access: IMAP on.
 4. `deskhand mailbox login inbox` shows an address; sign in there as {user}.
    Google gives no mail by device code.
)"},
    {"gmail", "service_account",
     "grant: service_account\nkey: {{file: \"{key}\"}}\n",
     R"(What an administrator of the Workspace does at Google, once:
 1. https://console.cloud.google.com, a new project. APIs & Services, Library: Gmail API, Enable.
 2. IAM & Admin, Service accounts, Create; then Keys, Add key, JSON. Copy the file to this machine, chmod 600.
    Details shows the account's unique ID (a number).
 3. Admin console (https://admin.google.com), Security, API controls, Domain-wide delegation, Add new:
    the unique ID, scope https://mail.google.com/
 4. Apps, Google Workspace, Gmail, End user access: IMAP on. The desk then speaks for {user}.
)"},
};

const Way* chosen(const InitAnswers& answers)
{
    const auto* found = std::find_if(std::begin(ways), std::end(ways), [&](const Way& one) {
        return one.preset == answers.mailbox && one.way == sign_in_way(answers);
    });
    return found == std::end(ways) ? nullptr : found;
}

// For texts in double quotes.
std::string harmless(std::string_view text)
{
    std::string kept;
    for (const char c : text)
        if (c != '"' && c != '\\' && static_cast<unsigned char>(c) >= ' ') kept += c;
    return kept;
}

std::string filled_in(std::string_view text, const InitAnswers& answers)
{
    return fmt::format(fmt::runtime(text), fmt::arg("tenant", harmless(answers.mailbox_tenant)), fmt::arg("client", harmless(answers.mailbox_client_id)),
                       fmt::arg("key", harmless(answers.mailbox_key)), fmt::arg("secret", fmt::format(fmt::runtime(client_secret_line))),
                       fmt::arg("user", answers.mailbox_user.empty() ? answers.desk_address : answers.mailbox_user));
}

}

std::span<const std::string_view> sign_in_ways(std::string_view preset)
{
    if (preset == "microsoft365") return microsoft_ways;
    if (preset == "gmail") return google_ways;
    return other_ways;
}

std::string_view sign_in_way(const InitAnswers& answers)
{
    const auto known = sign_in_ways(answers.mailbox);
    const auto found = std::find(known.begin(), known.end(), answers.mailbox_sign_in);
    return found == known.end() ? known.front() : *found;
}

std::string oauth_text(const InitAnswers& answers, std::size_t indent)
{
    const auto* way = chosen(answers);
    if (!way) return {};
    const std::string margin(indent, ' ');
    auto text = margin + "oauth:   # config/oauth.md explains it\n";
    const auto block = filled_in(way->block, answers);
    for (std::size_t at = 0; at < block.size();) {
        const auto end = block.find('\n', at);
        text += margin + "  " + block.substr(at, end - at) + "\n";
        at = end + 1;
    }
    return text;
}

bool relay_shares_login(const InitAnswers& answers) { return chosen(answers) != nullptr && answers.outgoing == answers.mailbox; }

std::string sign_in_steps(const InitAnswers& answers)
{
    const auto* way = chosen(answers);
    return way ? filled_in(way->steps, answers) : std::string{};
}

}
