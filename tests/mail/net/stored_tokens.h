// An account somebody has signed in for, and what its file in the store holds.
#pragma once
#include "mail/net/token_file.h"

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace deskhand::tests {

inline mail::OAuthSettings signed_in(const std::filesystem::path& store)
{
    mail::OAuthSettings settings;
    settings.grant = mail::OAuthGrant::device;
    settings.client_id = "app";
    settings.account = "help@example.org";
    settings.token_endpoint = "https://login.example/token";
    settings.mailbox = "inbox";
    settings.store = store;
    return settings;
}

inline void store(const mail::OAuthSettings& settings, const std::string& refresh_token) { mail::TokenFile{settings}.save({.refresh_token = refresh_token}); }

inline std::string stored(const mail::OAuthSettings& settings)
{
    const auto token = mail::TokenFile{settings}.load();
    return token ? token->refresh_token : "none";
}

inline std::string octets(const std::filesystem::path& file)
{
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

inline bool holds(const std::string& text, std::string_view words) { return text.find(words) != std::string::npos; }

}
