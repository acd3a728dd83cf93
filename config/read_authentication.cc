#include "config/read_settings.h"
#include "mail/format/ascii.h"

#include <fmt/format.h>

#include <array>

namespace deskhand::config {

namespace {

using namespace std::chrono_literals;

constexpr std::array proof_words{Choice<StaffProof>{"pass", StaffProof::pass},
                                 Choice<StaffProof>{"no_failure", StaffProof::no_failure},
                                 Choice<StaffProof>{"token", StaffProof::token}};

std::map<std::string, StaffProof> read_domains(Section& authentication)
{
    std::map<std::string, StaffProof> domains;
    const auto* node = authentication.find("domains");
    if (!node) return domains;
    Section section{*node, "authentication: `domains`", authentication.report()};
    for (const auto& item : node->items)
        if (const auto proof = section.choice<StaffProof>(item.key, proof_words)) domains[mail::lowered(item.key)] = *proof;
    section.refuse_unknown_keys();
    return domains;
}

}

AuthenticationSettings read_authentication(Section& root)
{
    AuthenticationSettings settings;
    const auto* node = root.find("authentication");
    if (!node) return settings;
    Section section{*node, "authentication", root.report()};
    for (const auto& host : section.texts("trusted_hosts")) settings.trusted_hosts.push_back(mail::lowered(host));
    settings.staff = section.choice<StaffProof>("staff", proof_words);
    settings.domains = read_domains(section);
    settings.staff_token_lifetime =
        section.duration("staff_token_lifetime", {1h, 10 * 365 * 24h}).value_or(settings.staff_token_lifetime);
    const bool asks = settings.staff && *settings.staff != StaffProof::token;
    if (asks && settings.trusted_hosts.empty())
        section.error("staff", "authentication: nobody is trusted to say what passed, so every answer of staff would be held",
                      "name the host your mail server writes first in Authentication-Results as `trusted_hosts`, or write staff: token");
    section.refuse_unknown_keys();
    return settings;
}

}
