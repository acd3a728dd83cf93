// A folder with everything an admin gives a desk: configuration, key, password.
#pragma once
#include "tests/support/dovecot.h"
#include "tests/support/temp_dir.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace deskhand::tests {

// The parts of a configuration file that differ between stories, as YAML.
struct DeskOptions {
    std::string address = "help@desk.example"; // its domain is the host name too
    std::vector<std::string> mailboxes{};      // list items as the functions below write them
    std::string outgoing{};                    // keys of the block
    std::string staff = "  - {name: anna, address: Anna Berg <anna@desk.example>}\n";
    std::string queues = "  - {name: helpdesk, staff: [anna]}\n";
    std::string database = "deskhand.db";
    std::string more{}; // further settings at the end
};

// Mailboxes. The password is the one every user of the test's Dovecot has.
std::string imap_mailbox(const std::string& name, const Dovecot& server, const std::string& user, const std::string& poll = "10m");
std::string pop3_mailbox(const std::string& name, const Dovecot& server, const std::string& user, const std::string& poll = "1s");
std::string maildir_mailbox(const std::string& name, const std::filesystem::path& path, const std::string& poll = "1s");

// Relays.
std::string relay_at(std::uint16_t port);
std::string relay_into(const std::filesystem::path& maildir);

// Makes new, cur and tmp below it.
void make_maildir(const std::filesystem::path& folder);

void write_octets(const std::filesystem::path& file, const std::string& octets);
std::string octets_of(const std::filesystem::path& file); // empty when there is no such file

class DeskFolder {
public:
    explicit DeskFolder(const DeskOptions& options);
    // Writes the configuration anew; a running desk sees it when it is told to. The database stays.
    void configure(const DeskOptions& options) const;

    const std::filesystem::path& path() const { return folder_.path(); }
    std::filesystem::path configuration() const { return path() / "deskhand.yaml"; }
    const std::filesystem::path& database() const { return database_; }
    // A file only its owner may read, as secrets must be.
    void write_secret(const std::string& name, const std::string& octets) const;

private:
    TempDir folder_;
    std::filesystem::path database_;
};

}
