// What an admin says about a place where mail servers hand mail in by LMTP.
#pragma once
#include "mail/net/listener.h"

#include <cstdint>
#include <string>
#include <vector>

namespace deskhand::mail {

struct LmtpSettings {
    std::string name{}; // as MailboxSettings::name, and unique with them
    ListenAddress listen{};
    // Addresses that are taken in, in lower case, also with +anything before the @; empty = every one.
    std::vector<std::string> recipients{};
    std::uint64_t largest_mail = 250u << 20; // octets; > 0
    bool operator==(const LmtpSettings&) const = default;
};

}
