#include "engine/run/checkup.h"

#include "engine/run/json_writer.h"
#include "engine/run/log.h"
#include "engine/run/utf8.h"
#include "engine/store/inbox.h"
#include "mail/net/mailbox.h"
#include "mail/net/smtp_courier.h"
#include "mail/protocol/byte_stream.h"

#include <fmt/core.h>

#include <algorithm>
#include <sys/stat.h>
#include <unistd.h>

namespace deskhand::engine {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds patience{30}; // with each answer of a relay
constexpr std::chrono::minutes clock_slack{5};
constexpr Instant earliest{std::chrono::sys_days{std::chrono::year{2025} / 1 / 1}};
constexpr Instant latest{std::chrono::sys_days{std::chrono::year{2100} / 1 / 1}};

std::string remedy_for(const std::exception& broken)
{
    if (dynamic_cast<const mail::AuthorizationNeeded*>(&broken)) return "do what it says; config/oauth.md explains it";
    if (dynamic_cast<const mail::LoginRefused*>(&broken))
        return "check user and password; many providers want an app password or an access token (config/oauth.md)";
    const auto* stream = dynamic_cast<const mail::StreamError*>(&broken);
    if (!stream) return "correct the settings of this mailbox";
    using Cause = mail::StreamError::Cause;
    switch (stream->cause) {
    case Cause::unreachable: return "check host and port, and that a firewall lets this machine out";
    case Cause::untrusted: return "check that host is the name in the certificate; set ca_file for an authority of your own";
    case Cause::deadline: return "the server answers too slowly, or this port speaks another protocol (tls and starttls mixed up?)";
    case Cause::closed:
    case Cause::malformed: break;
    }
    return "check port and security: this does not look like the expected server";
}

std::string_view secured(mail::Security security)
{
    switch (security) {
    case mail::Security::tls: return "TLS, the certificate names the host";
    case mail::Security::starttls: return "STARTTLS, the certificate names the host";
    case mail::Security::none: break;
    }
    return "not encrypted";
}

struct Place {
    std::string operator()(const mail::ImapSettings& imap) const
    {
        return fmt::format("{}, folder {} ({})", imap.server.host, imap.folder, secured(imap.server.security));
    }
    std::string operator()(const mail::Pop3Settings& pop3) const { return fmt::format("{} ({})", pop3.server.host, secured(pop3.server.security)); }
    std::string operator()(const mail::MaildirSettings& maildir) const { return maildir.path.string(); }
};

// The nearest folder above that exists; a file is made in there.
fs::path standing_part(fs::path folder)
{
    std::error_code ignored;
    folder = fs::absolute(folder, ignored);
    while (!fs::exists(folder, ignored) && folder.has_parent_path() && folder != folder.parent_path()) folder = folder.parent_path();
    return folder;
}

Finding writable(const std::string& where, const fs::path& folder)
{
    const auto there = standing_part(folder);
    if (::access(there.c_str(), W_OK | X_OK) == 0)
        return {Health::ok, where, there == fs::absolute(folder) ? fmt::format("{} can be written", folder.string())
                                                                 : fmt::format("{} can be made", folder.string()), {}};
    return {Health::fail, where, fmt::format("{} cannot be written by this user", there.string()),
            "chown it to the user the desk runs as, or run as that user"};
}

fs::path folder_of(const fs::path& file) { return file.has_parent_path() ? file.parent_path() : fs::path{"."}; }

Finding guarded(const std::string& where, const fs::path& file, mode_t forbidden, std::string_view danger)
{
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0) return {Health::ok, where, fmt::format("{} is not there yet", file.string()), {}};
    if ((status.st_mode & forbidden) == 0) return {Health::ok, where, fmt::format("{} has mode {:04o}", file.string(), status.st_mode & 07777u), {}};
    return {Health::warn, where, fmt::format("{} has mode {:04o}: others may {}", file.string(), status.st_mode & 07777u, danger),
            fmt::format("chmod {:04o} {}", status.st_mode & 07777u & ~forbidden, file.string())};
}

std::optional<Instant> newest_mail(Inbox& inbox)
{
    std::optional<Instant> newest;
    for (const auto state : {InboxState::waiting, InboxState::done, InboxState::quarantined})
        for (const auto& line : inbox.list(state, 1)) newest = std::max(newest.value_or(line.received), line.received);
    return newest;
}

}

std::string_view name_of(Health health)
{
    switch (health) {
    case Health::ok: return "ok";
    case Health::warn: return "warn";
    case Health::fail: break;
    }
    return "fail";
}

Finding check_mailbox(const mail::MailboxSettings& mailbox)
{
    const auto where = "mailbox " + mailbox.name;
    try {
        const auto session = mail::make_mailbox(mailbox);
        session->open();
        const auto listing = session->list();
        session->close();
        return {Health::ok, where, fmt::format("{} mail(s) at {}", listing.mails.size(), std::visit(Place{}, mailbox.where)), {}};
    } catch (const std::exception& broken) {
        return {Health::fail, where, broken.what(), remedy_for(broken)};
    }
}

Finding check_relay(const config::Settings& settings)
{
    const std::string where = "relay";
    if (const auto* maildir = std::get_if<config::MaildirRelay>(&settings.outgoing)) {
        auto finding = writable(where, maildir->path);
        if (finding.health == Health::ok) {
            finding.health = Health::warn;
            finding.found = fmt::format("mail is only put into {}", maildir->path.string());
            finding.remedy = "for real mail configure a relay under outgoing";
        }
        return finding;
    }
    auto relay = std::get<mail::RelaySettings>(settings.outgoing);
    relay.timeouts.greeting = relay.timeouts.command = patience;
    try {
        const auto why = mail::SmtpCourier{relay}.trial();
        if (why.empty())
            return {Health::ok, where, fmt::format("{}:{} takes mail from us ({}{})", relay.server.host, relay.server.port,
                                                   secured(relay.server.security), relay.login.user.empty() ? "" : ", logged in"), {}};
        return {Health::fail, where, why, "check host, port, security, user and password under outgoing"};
    } catch (const std::exception& broken) {
        return {Health::fail, where, broken.what(), "correct the settings under outgoing"};
    }
}

Finding check_database(const fs::path& file)
{
    const std::string where = "database";
    try {
        Database database{file};
        const auto damage = database.damage();
        if (damage.empty()) return {Health::ok, where, fmt::format("{} is sound, schema {}", file.string(), database.schema_version()), {}};
        return {Health::fail, where, fmt::format("{} is damaged: {}", file.string(), damage),
                "stop the desk, keep a copy, and bring back the newest backup (sqlite3 FILE .recover saves what can be read)"};
    } catch (const std::exception& broken) {
        return {Health::fail, where, broken.what(), "see what the message names; the desk cannot work without its database"};
    }
}

Finding check_clock(const fs::path& file, Instant now)
{
    const std::string where = "clock";
    if (now < earliest || now >= latest)
        return {Health::fail, where, fmt::format("it says {}", written(now)), "set the clock and keep it set (timedatectl set-ntp true)"};
    try {
        Database database{file};
        Inbox inbox{database};
        const auto newest = newest_mail(inbox);
        if (newest && *newest > now + clock_slack)
            return {Health::fail, where, fmt::format("it says {}, but the newest mail of the journal came at {}", written(now), written(*newest)),
                    "the clock went back: set it and keep it set (timedatectl set-ntp true)"};
    } catch (const std::exception&) {
        return {Health::warn, where, fmt::format("it says {}; the journal could not be asked", written(now)), "mend the database first"};
    }
    return {Health::ok, where, written(now), {}};
}

std::vector<Finding> check_folders(const config::Settings& settings)
{
    std::vector<Finding> findings{writable("folder of the database", folder_of(settings.database))};
    if (!settings.prediction.model_file.empty()) findings.push_back(writable("folder of the model", folder_of(settings.prediction.model_file)));
    for (const auto& mailbox : settings.mailboxes)
        if (const auto* maildir = std::get_if<mail::MaildirSettings>(&mailbox.where))
            findings.push_back(writable("mailbox " + mailbox.name, maildir->path));
    return findings;
}

std::vector<Finding> check_modes(const config::Settings& settings)
{
    return {guarded("database", settings.database, 0007, "read the mails in it"),
            guarded("configuration", settings.file, 0022, "change what the desk does"),
            {Health::ok, "secrets", "every secret file is readable by its owner only, or the configuration would have been refused", {}}};
}

std::string findings_text(const std::vector<Finding>& findings)
{
    std::string out;
    for (const auto& one : findings) {
        out += fmt::format("{:<5} {:<24} {}\n", name_of(one.health), one.where, one_line(one.found));
        if (!one.remedy.empty()) out += fmt::format("{:<5} {:<24} -> {}\n", "", "", one.remedy);
    }
    return out;
}

std::string findings_json(const std::vector<Finding>& findings)
{
    JsonWriter json;
    json.begin_object().key("checks").begin_array();
    for (const auto& one : findings)
        json.begin_object().member("result", name_of(one.health)).member("where", one.where).member("found", one.found)
            .text_or_null("remedy", one.remedy).end_object();
    json.end_array().end_object();
    return json.text();
}

}
