// The address of a token endpoint, taken apart; and form encoding.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace deskhand::mail {

struct WebUrl {
    enum class Scheme { https, http } scheme = Scheme::https;
    std::string host; // without brackets for an IPv6 address
    std::uint16_t port = 443;
    std::string path = "/"; // with the query, without a fragment
    bool operator==(const WebUrl&) const = default;
};

// "https://host[:port]/path?query"; http only where the host is this machine, because secrets go there.
// nullopt for anything else, user names in it and control characters above all.
std::optional<WebUrl> parse_web_url(std::string_view text);

using FormFields = std::vector<std::pair<std::string, std::string>>;

// application/x-www-form-urlencoded; a field without a value is left out.
std::string form_encoded(const FormFields& fields);

// The value of `key` in "a=1&b=2" (with or without what stands before "?"), decoded; nullopt when absent.
std::optional<std::string> form_value(std::string_view text, std::string_view key);

// RFC 4648 section 5, without padding.
std::string base64url(std::string_view octets);

}
