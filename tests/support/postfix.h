// A real Postfix in a folder of its own: takes mail on a loopback port, with STARTTLS, and hands
// everything to an LMTP server.
#pragma once
#include "tests/support/server_process.h"

#include <cstdint>
#include <filesystem>
#include <memory>

namespace deskhand::tests {

struct PostfixSettings {
    std::uint16_t lmtp_port = 0;      // where all mail goes, on 127.0.0.1
    std::filesystem::path certificate; // PEM chain and key; empty = no STARTTLS
    std::filesystem::path key;
};

// Needs root, as Postfix does. Undelivered mail is tried again every second.
class Postfix {
public:
    Postfix(const std::filesystem::path& folder, const PostfixSettings& settings);
    ~Postfix();
    Postfix(const Postfix&) = delete;
    Postfix& operator=(const Postfix&) = delete;

    std::uint16_t port() const { return port_; }

private:
    std::filesystem::path pid_file_;
    std::uint16_t port_;
    std::unique_ptr<ServerProcess> process_;
};

}
