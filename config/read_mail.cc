#include "config/presets.h"
#include "config/quantity.h"
#include "config/read_lmtp.h"
#include "config/read_oauth.h"
#include "config/read_settings.h"
#include "config/secret.h"
#include "config/spelling.h"

#include <fmt/format.h>

#include <array>

namespace deskhand::config {

namespace {

namespace fs = std::filesystem;
using mail::Disposal;
using mail::Security;

const std::string relay_name = "outgoing"; // what `deskhand mailbox login` calls the relay

enum class MailboxType { imap, pop3, maildir, lmtp };

constexpr std::array type_words{Choice<MailboxType>{"imap", MailboxType::imap},
                                Choice<MailboxType>{"pop3", MailboxType::pop3},
                                Choice<MailboxType>{"maildir", MailboxType::maildir},
                                Choice<MailboxType>{"lmtp", MailboxType::lmtp}};
constexpr std::array security_words{Choice<Security>{"tls", Security::tls},
                                    Choice<Security>{"starttls", Security::starttls},
                                    Choice<Security>{"none", Security::none}};
constexpr std::array method_words{
    Choice<mail::AuthMethod>{"automatic", mail::AuthMethod::automatic},
    Choice<mail::AuthMethod>{"plain", mail::AuthMethod::plain},
    Choice<mail::AuthMethod>{"login", mail::AuthMethod::login},
    Choice<mail::AuthMethod>{"xoauth2", mail::AuthMethod::xoauth2},
    Choice<mail::AuthMethod>{"scram_sha_256", mail::AuthMethod::scram_sha_256},
    Choice<mail::AuthMethod>{"oauthbearer", mail::AuthMethod::oauthbearer}};
constexpr std::array disposal_words{
    Choice<Disposal>{"keep", Disposal::keep}, Choice<Disposal>{"seen", Disposal::seen},
    Choice<Disposal>{"move", Disposal::move}, Choice<Disposal>{"remove", Disposal::remove}};
constexpr std::array pop3_disposal_words{Choice<Disposal>{"keep", Disposal::keep},
                                         Choice<Disposal>{"remove", Disposal::remove}};

bool is_ip6_address(std::string_view host)
{
    return host.find(':') != std::string_view::npos &&
           host.find_first_not_of("0123456789abcdefABCDEF:.") == std::string_view::npos;
}

// The ports a protocol is usually found at.
struct Ports {
    std::uint16_t tls, starttls, none;
};
constexpr Ports imap_ports{993, 143, 143}, pop3_ports{995, 110, 110}, smtp_ports{465, 587, 25};

std::uint16_t usual_port(const Ports& ports, Security security)
{
    return security == Security::tls        ? ports.tls
           : security == Security::starttls ? ports.starttls
                                            : ports.none;
}

void check_security(Section& section, const mail::Endpoint& server, const Ports& ports)
{
    if (server.security == Security::none && !server.host.empty() && !is_loopback(server.host))
        section.error(
            "security",
            fmt::format("{}: without TLS everybody on the way to {} reads mail and password",
                        section.name(), server.host),
            fmt::format("write security: tls (port {}) or starttls (port {}); none is for "
                        "localhost only",
                        ports.tls, ports.starttls));
    if (server.security == Security::tls &&
        (server.port == ports.starttls || server.port == ports.none))
        section.warning("port",
                        fmt::format("{}: port {} does not usually speak TLS from the start",
                                    section.name(), server.port),
                        fmt::format("use port {}, or security: starttls", ports.tls));
    if (server.security != Security::tls && server.port == ports.tls)
        section.warning("port",
                        fmt::format("{}: port {} usually speaks TLS from the start", section.name(),
                                    server.port),
                        "write security: tls");
}

// Host, port, security and certificate authority over what the preset says.
mail::Endpoint read_server(Section& section, const Server& preset, const Ports& ports,
                           const fs::path& folder)
{
    mail::Endpoint server;
    server.host = section.text("host").value_or(std::string{preset.host});
    if (server.host.empty())
        section.required_text("host",
                              "name the server, e.g. `host: mail.example.org`, or a preset");
    else if (!is_host_name(server.host) && !is_ip6_address(server.host))
        section.error(
            "host", fmt::format("{}: `{}` is no host name", section.name(), server.host),
            "write the bare name or address, e.g. mail.example.org, without imap:// and port");
    // A preset without TLS is meant for this machine only.
    const auto usual = preset.security == Security::none && !is_loopback(server.host)
                           ? Security::tls
                           : preset.security;
    server.security = section.choice<Security>("security", security_words).value_or(usual);
    server.port = server.security == preset.security && preset.port != 0
                      ? preset.port
                      : usual_port(ports, server.security);
    if (const auto port = section.whole("port", {1, 65535}))
        server.port = static_cast<std::uint16_t>(*port);
    if (const auto ca_file = section.text("ca_file")) {
        server.ca_file = (folder / *ca_file).string();
        if (!fs::is_regular_file(server.ca_file))
            section.error("ca_file",
                          fmt::format("{}: there is no file {}", section.name(), server.ca_file),
                          "name the PEM file of your certificate authority");
    }
    check_security(section, server, ports);
    return server;
}

bool takes_token(mail::AuthMethod method)
{
    return method == mail::AuthMethod::xoauth2 || method == mail::AuthMethod::oauthbearer;
}

// Who logs in and how, and where the secret comes from: `password`, or `oauth`.
struct LoginParts {
    mail::Login login;
    mail::TokenSupply tokens;
};

LoginParts read_login(Section& section, mail::AuthMethod usual, OAuthOwner owner, TokenSources& sources)
{
    LoginParts parts;
    const bool by_token = section.has("oauth");
    if (by_token && !takes_token(usual)) usual = mail::AuthMethod::xoauth2;
    parts.login.method = section.choice<mail::AuthMethod>("login", method_words).value_or(usual);
    parts.login.user = section.required_text("user", "write the account's name, often its address");
    if (by_token && !takes_token(parts.login.method))
        section.error("login", fmt::format("{}: an access token is no password", section.name()),
                      "write login: xoauth2 or oauthbearer, or remove the line");
    if (by_token && section.has("password"))
        section.error("password", fmt::format("{}: `password` and `oauth` are two secrets", section.name()), "remove one of them");
    if (!by_token && !section.has("password"))
        section.error("password", fmt::format("{}: `password` is missing", section.name()),
                      "write {file: PATH}, {env: NAME} or {credential: NAME}, or an `oauth` block (see config/oauth.md)");
    parts.login.secret = secret_of(section, "password", sources.folder).value_or("");
    owner.user = parts.login.user;
    parts.tokens = read_oauth(section, owner, sources);
    return parts;
}

mail::OAuthProvider usual_provider(std::string_view preset)
{
    return preset == "microsoft365" ? mail::OAuthProvider::microsoft365
           : preset == "gmail"      ? mail::OAuthProvider::google
                                    : mail::OAuthProvider::custom;
}

// Login and tokens of a mailbox or a relay, by its preset.
template <class Settings, class Preset>
void take_login(Settings& settings, Section& section, const Preset& preset, const std::string& name, TokenSources& sources)
{
    auto parts = read_login(section, preset.method, {.mailbox = name, .user = {}, .usual_provider = usual_provider(preset.name)}, sources);
    settings.login = std::move(parts.login);
    settings.tokens = std::move(parts.tokens);
}

void refuse_keys(Section& section, std::string_view type,
                 std::initializer_list<std::string_view> keys)
{
    for (const auto key : keys)
        if (section.has(key))
            section.error(key,
                          fmt::format("{}: `{}` means nothing for {}", section.name(), key, type),
                          "remove it");
}

template <class Settings>
void read_folders(Section& section, Settings& settings)
{
    settings.disposal =
        section.choice<Disposal>("after", disposal_words).value_or(settings.disposal);
    if (const auto processed = section.text("processed")) {
        settings.processed = *processed;
        if (settings.disposal != Disposal::move)
            section.warning(
                "processed",
                fmt::format("{}: `processed` is used with `after: move` only", section.name()),
                "write after: move, or remove it");
    }
}

// Below this a fetch is over before compressing it has paid.
constexpr std::uint64_t compressed_from = 256u << 10;

mail::ImapSettings read_imap(Section& section, const MailboxPreset& preset, const std::string& name, TokenSources& sources)
{
    refuse_keys(section, "imap", {"path"});
    mail::ImapSettings settings;
    settings.server = read_server(section, preset.imap, imap_ports, sources.folder);
    take_login(settings, section, preset, name, sources);
    settings.folder = section.text("folder").value_or(settings.folder);
    read_folders(section, settings);
    if (section.yes_or_no("compress").value_or(false)) settings.compress_above = compressed_from;
    if (settings.disposal == Disposal::move && settings.folder == settings.processed)
        section.error(
            "processed",
            fmt::format("{}: mail would be moved into the folder it comes from", section.name()),
            "name another folder");
    return settings;
}

mail::Pop3Settings read_pop3(Section& section, const MailboxPreset& preset, const std::string& name, TokenSources& sources)
{
    refuse_keys(section, "pop3", {"path", "folder", "processed", "compress"});
    mail::Pop3Settings settings;
    settings.server = read_server(section, preset.pop3, pop3_ports, sources.folder);
    take_login(settings, section, preset, name, sources);
    settings.disposal =
        section.choice<Disposal>("after", pop3_disposal_words).value_or(settings.disposal);
    return settings;
}

mail::MaildirSettings read_maildir(Section& section, const fs::path& folder)
{
    refuse_keys(section, "maildir",
                {"host", "port", "security", "user", "password", "oauth", "login", "folder", "ca_file"});
    mail::MaildirSettings settings;
    const auto path = section.required_text("path", "name the folder that holds new, cur and tmp");
    settings.path = (folder / path).lexically_normal();
    if (!path.empty() && !fs::is_directory(settings.path / "new"))
        section.error(
            "path",
            fmt::format("{}: there is no Maildir {}", section.name(), settings.path.string()),
            fmt::format("mkdir -p {0}/new {0}/cur {0}/tmp", settings.path.string()));
    read_folders(section, settings);
    return settings;
}

template <class Preset>
const Preset& chosen_preset(Section& section, std::span<const Preset> presets)
{
    const auto name = section.text("preset").value_or("generic");
    std::vector<std::string_view> names;
    for (const auto& preset : presets) {
        if (preset.name == name) return preset;
        names.push_back(preset.name);
    }
    section.error("preset", fmt::format("{}: there is no preset `{}`", section.name(), name),
                  advice(name, names));
    return presets.front();
}

mail::MailboxSettings read_mailbox(const Node& node, std::size_t number, TokenSources& sources,
                                   Report& report)
{
    const auto* named = node.kind == Node::Kind::map ? find(node, "name") : nullptr;
    Section section{
        node, named ? fmt::format("mailbox `{}`", named->text) : fmt::format("mailbox {}", number),
        report};
    mail::MailboxSettings mailbox;
    mailbox.name =
        section.required_text("name", "give it a short name that stays, e.g. `name: inbox`");
    const auto& preset = chosen_preset(section, mailbox_presets());
    const auto type = section.choice<MailboxType>("type", type_words).value_or(MailboxType::imap);
    if (type == MailboxType::imap) mailbox.where = read_imap(section, preset, mailbox.name, sources);
    if (type == MailboxType::pop3) mailbox.where = read_pop3(section, preset, mailbox.name, sources);
    if (type == MailboxType::maildir) mailbox.where = read_maildir(section, sources.folder);
    using std::chrono_literals::operator""s;
    using std::chrono_literals::operator""h;
    mailbox.poll_interval = section.duration("poll", {1s, 24h}).value_or(mailbox.poll_interval);
    mailbox.daily_octets = section.size("daily_limit", {1u << 20, 1ull << 40}).value_or(
        type == MailboxType::pop3 ? preset.daily_octets / 2 : preset.daily_octets);
    if (const auto log = section.text("protocol_log")) mailbox.protocol_log = (sources.folder / *log).lexically_normal();
    section.refuse_unknown_keys();
    return mailbox;
}

mail::RelaySettings read_relay(Section& section, TokenSources& sources)
{
    const auto& preset = chosen_preset(section, relay_presets());
    std::string host{preset.smtp.host};
    const auto region = section.text("region");
    if (region && preset.region.empty())
        section.error("region", "outgoing: `region` means something for preset: ses only",
                      "remove it");
    if (const auto mark = host.find("{region}"); mark != std::string::npos)
        host.replace(mark, 8, region.value_or(std::string{preset.region}));
    mail::RelaySettings relay;
    relay.server =
        read_server(section, {host, preset.smtp.port, preset.smtp.security}, smtp_ports, sources.folder);
    const bool local = relay.server.security == Security::none && is_loopback(relay.server.host);
    if (section.has("user") || section.has("password") || section.has("oauth") || (preset.needs_login && !local))
        take_login(relay, section, preset, relay_name, sources);
    return relay;
}

}

MailSources read_mailboxes(Section& root, TokenSources& sources)
{
    MailSources mailboxes;
    const auto nodes = root.items("mailboxes");
    if (nodes.empty())
        root.error("mailboxes", "no mailbox is named: there is nothing to read",
                   "write `mailboxes:` and below it `- name: inbox` with host, user and password");
    std::size_t number = 0;
    for (const auto* node : nodes) {
        ++number;
        if (is_lmtp(*node)) mailboxes.told.push_back(read_lmtp(*node, number, root.report()));
        else mailboxes.asked.push_back(read_mailbox(*node, number, sources, root.report()));
    }
    return mailboxes;
}

Outgoing read_outgoing(Section& root, TokenSources& sources)
{
    Outgoing outgoing;
    if (!root.has("outgoing")) {
        root.error(
            "outgoing", "the section `outgoing` is missing: no mail could leave",
            "write `outgoing:` and below it `maildir: out` to try things, or a preset or host");
        return outgoing;
    }
    Section section{*root.find("outgoing"), "outgoing", root.report()};
    if (const auto connections = section.whole("connections", {1, 64}))
        outgoing.connections = static_cast<int>(*connections);
    if (const auto path = section.text("maildir")) {
        refuse_keys(section, "maildir",
                    {"preset", "host", "port", "security", "user", "password", "oauth", "login",
                     "ca_file", "region"});
        outgoing.by = MaildirRelay{(sources.folder / *path).lexically_normal()};
    } else {
        outgoing.by = read_relay(section, sources);
    }
    section.refuse_unknown_keys();
    return outgoing;
}

}
