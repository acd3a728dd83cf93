// Where a refresh token is kept between runs: one guarded file for each account.
#pragma once
#include "mail/oauth/oauth_settings.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>

namespace deskhand::mail {

struct StoredToken {
    std::string refresh_token;
    std::chrono::sys_seconds obtained{}, used{};            // when it came, when it last gave an access token
    std::optional<std::chrono::sys_seconds> access_ends{};  // of the access token it gave last
    std::optional<std::chrono::sys_seconds> renewing{};     // since when a request is out whose answer is not written here
    std::string began_with{}; // digest of OAuthSettings::first_refresh_token when the chain began; empty for a sign-in
    bool operator==(const StoredToken&) const = default;
};

// It cannot be read or written; the text names the file and what to do.
struct TokenFileError : std::runtime_error {
    using runtime_error::runtime_error;
};

class TokenFile {
public:
    // The file of this account at this endpoint for this client.
    explicit TokenFile(const OAuthSettings& settings);

    // Nothing when there is no file. Throws TokenFileError when others may read it, it is sealed with another key, or broken.
    std::optional<StoredToken> load() const;

    // Beside its place, synced, renamed, the folder synced: on return it survives the loss of power. Mode 0600, sealed
    // by AES-256-GCM when the settings have a key. Makes the folder (0700). Throws TokenFileError.
    void save(const StoredToken& token) const;

    // Changes whenever somebody saves; 0 = no file.
    std::uint64_t stamp() const;

    const std::filesystem::path& path() const { return path_; }

    // While it lives no other process or thread holds the same lock. Waits a minute, then throws TokenFileError.
    class Lock {
    public:
        explicit Lock(const TokenFile& file);
        ~Lock();
        Lock(const Lock&) = delete;
        Lock& operator=(const Lock&) = delete;

    private:
        int handle_ = -1;
    };

private:
    std::string sealed(const std::string& text) const;
    std::string opened(const std::string& octets) const;
    void make_folder() const;

    std::filesystem::path path_;
    std::string key_;
};

// The digest kept as StoredToken::began_with.
std::string digest_of_token(const std::string& token);

}
