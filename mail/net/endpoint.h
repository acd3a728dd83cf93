// Where a server is and how the connection to it is secured.
#pragma once
#include "mail/protocol/login.h"

#include <chrono>
#include <cstdint>
#include <string>

namespace deskhand::mail {

enum class Security {
    tls,      // TLS from the first octet (RFC 8314)
    starttls, // upgrade required before anything of value is said
    none      // plain; allowed for loopback and explicitly trusted networks only
};

struct Endpoint {
    std::string host{};
    std::uint16_t port = 0;
    Security security = Security::tls;
    std::string ca_file{}; // PEM of a private certificate authority; empty = the system's
    // From name look-up to finished handshake; > 0.
    std::chrono::milliseconds connect_timeout{30'000};
    bool operator==(const Endpoint&) const = default;
};

}
