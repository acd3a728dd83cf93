#include "config/presets.h"

#include <algorithm>
#include <array>

namespace deskhand::config {

namespace {

using mail::AuthMethod;
using mail::Security;

// Hosts, ports and methods as the providers' own help pages state them.
constexpr std::array mailboxes{
    MailboxPreset{.name = "generic",
                  .imap = {"", 993, Security::tls},
                  .pop3 = {"", 995, Security::tls},
                  .note = "Any IMAP or POP3 server: name its host."},
    MailboxPreset{.name = "dovecot",
                  .imap = {"localhost", 143, Security::none},
                  .pop3 = {"localhost", 110, Security::none},
                  .note = "Dovecot on this machine, without TLS on loopback; for another machine "
                          "set host and security: tls."},
    MailboxPreset{.name = "gmail",
                  .imap = {"imap.gmail.com", 993, Security::tls},
                  .pop3 = {"pop.gmail.com", 995, Security::tls},
                  .note = "An app password (Google account, security, 2-step verification), or access tokens by an "
                          "oauth block; in Workspace an administrator must allow IMAP.",
                  .daily_octets = 2'400'000'000},
    MailboxPreset{.name = "microsoft365",
                  .imap = {"outlook.office365.com", 993, Security::tls},
                  .pop3 = {"outlook.office365.com", 995, Security::tls},
                  .method = AuthMethod::xoauth2,
                  .note =
                      "Passwords are no longer accepted: access tokens by an oauth block, or one kept fresh "
                      "in a file by an outside tool."},
};

constexpr std::array relays{
    RelayPreset{.name = "generic",
                .smtp = {"", 465, Security::tls},
                .note = "Any submission server: name its host."},
    RelayPreset{.name = "local",
                .smtp = {"localhost", 25, Security::none},
                .needs_login = false,
                .note = "The mail server on this machine (Postfix, Exim) takes the mail on."},
    RelayPreset{.name = "gmail",
                .smtp = {"smtp.gmail.com", 465, Security::tls},
                .note = "An app password or access tokens by an oauth block; 500 recipients a day, 2,000 in Workspace."},
    RelayPreset{
        .name = "microsoft365",
        .smtp = {"smtp.office365.com", 587, Security::starttls},
        .method = AuthMethod::xoauth2,
        .note = "Access tokens by an oauth block; 30 mails a minute, 10,000 recipients a day; SMTP AUTH "
                "must be enabled for the mailbox."},
    RelayPreset{.name = "ses",
                .smtp = {"email-smtp.{region}.amazonaws.com", 465, Security::tls},
                .region = "eu-west-1",
                .note =
                    "User and password are SES SMTP credentials, not AWS keys; new accounts are "
                    "in the sandbox (200 mails a day, verified recipients only)."},
    RelayPreset{.name = "mailgun",
                .smtp = {"smtp.mailgun.org", 465, Security::tls},
                .note =
                    "The password is the domain's SMTP password; for domains made in the EU use "
                    "the preset mailgun-eu."},
    RelayPreset{.name = "mailgun-eu",
                .smtp = {"smtp.eu.mailgun.org", 465, Security::tls},
                .note = "The password is the domain's SMTP password."},
};

template <class Presets>
auto* named(const Presets& presets, std::string_view name)
{
    const auto* found = std::find_if(presets.begin(), presets.end(),
                                     [&](const auto& preset) { return preset.name == name; });
    return found == presets.end() ? nullptr : found;
}

}

std::span<const MailboxPreset> mailbox_presets() { return mailboxes; }
std::span<const RelayPreset> relay_presets() { return relays; }
const MailboxPreset* mailbox_preset(std::string_view name) { return named(mailboxes, name); }
const RelayPreset* relay_preset(std::string_view name) { return named(relays, name); }

}
