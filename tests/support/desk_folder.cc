#include "tests/support/desk_folder.h"

#include <fmt/core.h>

#include <fstream>
#include <iterator>
#include <string_view>

namespace deskhand::tests {
namespace {

namespace fs = std::filesystem;

std::string fetched_from(std::string_view type, std::string_view after, const std::string& name, const mail::Endpoint& server,
                         const std::string& user, const std::string& poll)
{
    return fmt::format("  - {{name: {}, type: {}, host: {}, port: {}, security: tls, ca_file: {}, user: {}, "
                       "password: {{file: mailbox.password}}, after: {}, poll: {}}}\n",
                       name, type, server.host, server.port, server.ca_file, user, after, poll);
}

}

std::string imap_mailbox(const std::string& name, const Dovecot& server, const std::string& user, const std::string& poll)
{
    return fetched_from("imap", "move", name, server.endpoint(server.imaps_port(), mail::Security::tls), user, poll);
}

std::string pop3_mailbox(const std::string& name, const Dovecot& server, const std::string& user, const std::string& poll)
{
    return fetched_from("pop3", "remove", name, server.endpoint(server.pop3s_port(), mail::Security::tls), user, poll);
}

std::string maildir_mailbox(const std::string& name, const fs::path& path, const std::string& poll)
{
    return fmt::format("  - {{name: {}, type: maildir, path: {}, after: move, poll: {}}}\n", name, path.string(), poll);
}

std::string relay_at(std::uint16_t port)
{
    return fmt::format("  {{host: localhost, port: {}, security: none, connections: 1}}\n", port);
}

std::string relay_into(const fs::path& maildir) { return fmt::format("  {{maildir: {}}}\n", maildir.string()); }

void make_maildir(const fs::path& folder)
{
    for (const auto* part : {"tmp", "new", "cur"}) fs::create_directories(folder / part);
}

void write_octets(const fs::path& file, const std::string& octets) { std::ofstream{file, std::ios::binary} << octets; }

std::string octets_of(const fs::path& file)
{
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

DeskFolder::DeskFolder(const DeskOptions& options) : database_{path() / options.database}
{
    write_secret("token.key", std::string(32, 'k'));
    write_secret("mailbox.password", std::string{Dovecot::password} + "\n");
    std::filesystem::create_directories(database_.parent_path());
    configure(options);
}

void DeskFolder::write_secret(const std::string& name, const std::string& octets) const
{
    write_octets(path() / name, octets);
    fs::permissions(path() / name, fs::perms::owner_read | fs::perms::owner_write);
}

void DeskFolder::configure(const DeskOptions& options) const
{
    const auto domain = options.address.substr(options.address.find('@') + 1);
    std::string text = fmt::format("desk: {{name: IT help desk, address: {}, host_name: {}}}\nmailboxes:\n", options.address, domain);
    for (const auto& mailbox : options.mailboxes) text += mailbox;
    text += "outgoing:\n" + options.outgoing + "staff:\n" + options.staff + "queues:\n" + options.queues;
    if (options.more.find("answer_from:") == std::string::npos) text += "answer_from: everything\n";
    text += "database: " + database_.string() + "\ntoken_key: token.key\n";
    write_octets(configuration(), text + options.more);
}

}
