// Passwords and keys: never in the configuration itself, but in a guarded file, the environment or
// a systemd credential.
#pragma once
#include "config/section.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace deskhand::config {

// Why this file must not hold a secret: others may read or write it, or it belongs to a stranger.
// `mode` are the permission bits; the owner must be the reader or root, unless root reads.
struct FileGuard {
    std::uint32_t mode = 0;
    std::uint32_t owner = 0, reader = 0;
};
struct Weakness {
    std::string what, remedy; // the remedy names the file
};
std::optional<Weakness> weakness_of(const FileGuard& guard, const std::filesystem::path& file);

// The octets of a guarded file (mode 0600 or 0400) of at most 64 KiB; problems go to `report` at
// `at`. Symbolic links are followed, the target counts.
std::optional<std::string> read_guarded_file(const std::filesystem::path& file, Place at,
                                             Report& report);

// The secret a value points to: {file: PATH} relative to `folder`, {env: NAME} or "${NAME}",
// {credential: NAME} in $CREDENTIALS_DIRECTORY. Line ends at the end are not part of it. Anything
// else, a secret written out above all, is a problem, and no message repeats it.
std::optional<std::string> secret_of(Section& section, std::string_view key,
                                     const std::filesystem::path& folder);

}
