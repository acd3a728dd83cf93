#include "tests/support/dovecot.h"

#include "mail/net/poco_stream.h"
#include "tests/support/certificates.h"
#include "tests/support/free_port.h"

#include <fmt/format.h>

#include <grp.h>
#include <poll.h>
#include <pwd.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <set>
#include <stdexcept>

namespace deskhand::tests {
namespace {

namespace fs = std::filesystem;

constexpr int attempts = 3; // to start

// Dovecot's login processes refuse to run as root.
std::string server_user()
{
    if (::geteuid() == 0) return unprivileged_user();
    return ::getpwuid(::geteuid())->pw_name;
}

std::string group_of(const std::string& user)
{
    return ::getgrgid(::getpwnam(user.c_str())->pw_gid)->gr_name;
}

std::string listener(std::string_view name, std::uint16_t port, std::string_view more = {})
{
    return fmt::format("  inet_listener {} {{\n    address = 127.0.0.1\n    port = {}\n    {}\n  }}\n", name, port, more);
}

void await(std::uint16_t port)
{
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{20};
    while (!answers(port)) {
        if (std::chrono::steady_clock::now() > until)
            throw std::runtime_error{fmt::format("Dovecot does not listen on port {}", port)};
        ::poll(nullptr, 0, 2);
    }
}

std::string login_service(std::string_view name, const std::string& listeners)
{
    return fmt::format("service {}-login {{\n  chroot =\n  process_min_avail = 1\n  service_count = 0\n{}}}\n"
                       "service {} {{\n  process_min_avail = 1\n  service_count = 0\n}}\n", name, listeners, name);
}

}

Dovecot::Dovecot(const DovecotOptions& options)
{
    const auto folder = folder_.path();
    CertificateAuthority authority{folder};
    authority.issue({.file = "server", .names = {"localhost"}, .addresses = {"127.0.0.1"}});
    authority_ = authority.file();
    for (const auto* part : {"run", "state", "mail"}) fs::create_directories(folder / part);
    // A free port may be taken by another program before Dovecot has it: then with other ports.
    for (int attempt = 1; !process_; ++attempt) {
        try {
            start(options);
        } catch (const std::runtime_error&) {
            if (attempt == attempts) throw;
        }
    }
}

void Dovecot::start(const DovecotOptions& options)
{
    for (auto* port : {&imap_, &imaps_, &pop3_, &pop3s_, &lmtp_, &submission_}) *port = free_port();
    const auto folder = folder_.path();
    std::ofstream{folder / "dovecot.conf"} << configuration(options);
    give_to(server_user(), folder);
    auto process = std::make_unique<ServerProcess>(ServerCommand{
        .arguments = {"/usr/sbin/dovecot", "-F", "-c", (folder / "dovecot.conf").string()},
        .port = lmtp_, .user = server_user(), .log = folder / "dovecot.log", .folder = "/", .environment = {}});
    // Dovecot opens its listeners one after another.
    for (const auto port : {imap_, imaps_, pop3_, pop3s_}) await(port);
    if (options.relay_port > 0) await(submission_);
    process_ = std::move(process);
}

std::string Dovecot::configuration(const DovecotOptions& options) const
{
    const auto user = server_user(), group = group_of(user);
    const auto folder = folder_.path().string();
    std::string text = fmt::format(R"(
protocols = imap pop3 lmtp{}
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
ssl = yes
ssl_cert = <{folder}/server.crt
ssl_key = <{folder}/server.key
default_login_user = {user}
default_internal_user = {user}
default_internal_group = {group}
first_valid_uid = 0
mail_location = maildir:{folder}/mail/%u
mail_fsync = never
disable_plaintext_auth = no
auth_failure_delay = 0
auth_mechanisms = plain login
mail_max_userip_connections = 100
imap_idle_notify_interval = 5 s
lmtp_save_to_detail_mailbox = no
namespace inbox {{
  inbox = yes
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/mail/%u allow_all_users=yes
}}
default_process_limit = 40
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
)", options.relay_port > 0 ? " submission" : "", fmt::arg("folder", folder), fmt::arg("user", user),
                                   fmt::arg("group", group), fmt::arg("password", password));
    text += login_service("imap", listener("imap", imap_) + listener("imaps", imaps_, "ssl = yes"));
    text += login_service("pop3", listener("pop3", pop3_) + listener("pop3s", pop3s_, "ssl = yes"));
    text += "service lmtp {\n  user = " + user + "\n" + listener("lmtp", lmtp_) + "}\n";
    if (options.relay_port > 0) {
        text += login_service("submission", listener("submission", submission_));
        text += fmt::format("submission_relay_host = 127.0.0.1\nsubmission_relay_port = {}\nhostname = localhost\n",
                            options.relay_port);
    }
    return text + options.more;
}

mail::Endpoint Dovecot::endpoint(std::uint16_t port, mail::Security security) const
{
    mail::Endpoint at;
    at.host = "localhost";
    at.port = port;
    at.security = security;
    at.ca_file = authority_.string();
    return at;
}

void Dovecot::deliver(const std::string& user, std::string_view bytes, const std::string& sender) const
{
    const auto stream = mail::connect({.host = "127.0.0.1", .port = lmtp_, .security = mail::Security::none, .ca_file = {}});
    std::string heard;
    const auto expect = [&](std::string_view code) {
        for (;;) { // the last line of a reply has a blank behind its code
            const auto end = heard.find("\r\n");
            if (end == std::string::npos) {
                heard += stream->read();
                continue;
            }
            const auto line = heard.substr(0, end);
            heard.erase(0, end + 2);
            if (line.size() > 3 && line[3] == '-') continue;
            if (line.compare(0, code.size(), code) != 0) throw std::runtime_error{"LMTP says " + line};
            return;
        }
    };
    const auto say = [&](const std::string& line, std::string_view code) {
        stream->write(line + "\r\n");
        expect(code);
    };
    expect("220");
    say("LHLO localhost", "250");
    say("MAIL FROM:<" + sender + ">", "250");
    say("RCPT TO:<" + user + ">", "250");
    say("DATA", "354");
    std::string stuffed;
    for (std::size_t at = 0; at < bytes.size();) {
        const auto end = bytes.find('\n', at);
        const auto next = end == std::string_view::npos ? bytes.size() : end + 1;
        if (bytes[at] == '.') stuffed += '.';
        stuffed += bytes.substr(at, next - at);
        at = next;
    }
    say(stuffed + ".", "250");
    say("QUIT", "221");
}

std::size_t Dovecot::count(const std::string& user, const std::string& folder) const
{
    const auto top = folder == "INBOX" ? maildir(user) : maildir(user) / ("." + folder);
    std::set<std::string> files;
    for (const auto* part : {"new", "cur"}) {
        std::error_code none;
        for (const auto& entry : fs::directory_iterator{top / part, none}) files.insert(entry.path().filename().string());
    }
    return files.size();
}

}
