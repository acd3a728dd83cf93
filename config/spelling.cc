#include "config/spelling.h"

#include "rules/ascii.h"
#include "rules/nearest_name.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <vector>

namespace deskhand::config {

namespace {

struct Synonym {
    std::string_view theirs, ours;
};

constexpr std::array synonyms{Synonym{"username", "user"},
                              Synonym{"login", "user"},
                              Synonym{"account", "user"},
                              Synonym{"pass", "password"},
                              Synonym{"passwd", "password"},
                              Synonym{"secret", "password"},
                              Synonym{"server", "host"},
                              Synonym{"hostname", "host"},
                              Synonym{"hostname", "host_name"},
                              Synonym{"ssl", "security"},
                              Synonym{"encryption", "security"},
                              Synonym{"tls", "security"},
                              Synonym{"protocol", "type"},
                              Synonym{"kind", "type"},
                              Synonym{"interval", "poll"},
                              Synonym{"mailbox", "folder"},
                              Synonym{"directory", "folder"},
                              Synonym{"provider", "preset"},
                              Synonym{"email", "address"},
                              Synonym{"mail", "address"},
                              Synonym{"aliases", "also_known_as"},
                              Synonym{"members", "staff"},
                              Synonym{"users", "staff"},
                              Synonym{"people", "staff"},
                              Synonym{"agents", "staff"},
                              Synonym{"smtp", "outgoing"},
                              Synonym{"relay", "outgoing"},
                              Synonym{"imap", "mailboxes"},
                              Synonym{"accounts", "mailboxes"},
                              Synonym{"timezone", "zone"},
                              Synonym{"db", "database"},
                              Synonym{"ssl", "tls"},
                              Synonym{"archive", "processed"},
                              Synonym{"delete", "remove"},
                              Synonym{"leave", "keep"},
                              Synonym{"ai", "prediction"},
                              Synonym{"ssl/tls", "tls"},
                              Synonym{"plain", "none"},
                              Synonym{"office365", "microsoft365"},
                              Synonym{"o365", "microsoft365"},
                              Synonym{"outlook", "microsoft365"},
                              Synonym{"google", "gmail"},
                              Synonym{"gmail", "google"},
                              Synonym{"oauth2", "oauth"},
                              Synonym{"tenant_id", "tenant"},
                              Synonym{"directory_id", "tenant"},
                              Synonym{"application_id", "client_id"},
                              Synonym{"app_id", "client_id"},
                              Synonym{"client_secret_file", "client_secret"},
                              Synonym{"client_secret_env", "client_secret"},
                              Synonym{"secret", "client_secret"},
                              Synonym{"cert", "certificate"},
                              Synonym{"scopes", "scope"},
                              Synonym{"token_url", "token_endpoint"},
                              Synonym{"token_uri", "token_endpoint"},
                              Synonym{"authorization_endpoint", "browser_endpoint"},
                              Synonym{"authorization_code", "browser"},
                              Synonym{"device_code", "device"},
                              Synonym{"application", "client_credentials"},
                              Synonym{"subject", "account"},
                              Synonym{"expiry", "expires"}};

}

std::string_view nearest(std::string_view word, std::span<const std::string_view> known)
{
    const auto knows = [&](std::string_view w) {
        return std::find(known.begin(), known.end(), w) != known.end();
    };
    for (const auto& synonym : synonyms)
        if (rules::lower(word) == synonym.theirs && knows(synonym.ours)) return synonym.ours;
    const auto near = rules::nearest_name(word, std::vector<std::string>(known.begin(), known.end()));
    return near.empty() ? std::string_view{} : *std::find(known.begin(), known.end(), near);
}

std::string advice(std::string_view word, std::span<const std::string_view> known)
{
    if (const auto meant = nearest(word, known); !meant.empty())
        return fmt::format("did you mean `{}`?", meant);
    if (known.empty()) return "there is none yet; add it, or remove this";
    return fmt::format("known here: {}", fmt::join(known, ", "));
}

}
