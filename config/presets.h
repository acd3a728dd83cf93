// Known mail providers: where their servers are, and what an admin must know about them.
#pragma once
#include "mail/net/endpoint.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace deskhand::config {

struct Server {
    std::string_view host; // "" = the admin names it; "{region}" is filled in
    std::uint16_t port = 0;
    mail::Security security = mail::Security::tls;
};

// Where mail can be fetched.
struct MailboxPreset {
    std::string_view name;
    Server imap, pop3;
    mail::AuthMethod method = mail::AuthMethod::automatic;
    std::string_view note = {}; // for `deskhand init` and the generated file
    std::uint64_t daily_octets = 0; // that the provider lets an account fetch by IMAP, by POP3 half; 0 = no limit known
};

// Where mail can be handed over.
struct RelayPreset {
    std::string_view name;
    Server smtp;
    mail::AuthMethod method = mail::AuthMethod::automatic;
    bool needs_login = true;
    std::string_view region = {}; // usual value for "{region}" in the host; "" = no regions
    std::string_view note = {};
};

std::span<const MailboxPreset> mailbox_presets();
std::span<const RelayPreset> relay_presets();

// nullptr for an unknown name.
const MailboxPreset* mailbox_preset(std::string_view name);
const RelayPreset* relay_preset(std::string_view name);

}
