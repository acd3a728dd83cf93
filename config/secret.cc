#include "config/secret.h"

#include <fmt/format.h>

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>

namespace deskhand::config {

namespace {

constexpr std::uintmax_t largest_secret = 64u << 10;

std::optional<std::string> without_line_end(std::optional<std::string> text)
{
    while (text && !text->empty() && (text->back() == '\n' || text->back() == '\r'))
        text->pop_back();
    return text;
}

std::optional<std::string> whole_file(const std::filesystem::path& file, Place at, Report& report)
{
    std::ifstream in{file, std::ios::binary};
    std::string text{std::istreambuf_iterator<char>{in}, {}};
    if (in.is_open() && !in.bad()) return text;
    report.error(at, fmt::format("{} cannot be read: {}", file.string(), std::strerror(errno)),
                 fmt::format("chown it to the user deskhand runs as (now uid {})", ::geteuid()));
    return {};
}

std::optional<std::string> from_environment(const std::string& name, Place at, Report& report)
{
    if (const char* value = std::getenv(name.c_str()); value && *value) return std::string{value};
    report.error(at, fmt::format("the environment variable {} is not set", name),
                 fmt::format("set it in the service's environment, or use {{file: PATH}}"));
    return {};
}

std::optional<std::string> from_credential(const std::string& name, Place at, Report& report)
{
    const char* folder = std::getenv("CREDENTIALS_DIRECTORY");
    if (!folder || !*folder) {
        report.error(
            at, fmt::format("credential {}: $CREDENTIALS_DIRECTORY is not set", name),
            fmt::format("start deskhand as a systemd service with LoadCredential={}:PATH", name));
        return {};
    }
    if (name.empty() || name.find('/') != std::string::npos) {
        report.error(at, "a credential is named without slashes",
                     "use the name given to LoadCredential=");
        return {};
    }
    const auto file = std::filesystem::path{folder} / name;
    if (!std::filesystem::exists(file)) {
        report.error(at, fmt::format("there is no credential {}", name),
                     fmt::format("add LoadCredential={}:PATH to the service", name));
        return {};
    }
    return whole_file(file, at, report); // systemd guards the folder
}

std::optional<std::string> from_source(Section& source, const std::filesystem::path& folder)
{
    const auto file = source.text("file"), env = source.text("env"),
               credential = source.text("credential");
    source.refuse_unknown_keys();
    const int given = (file ? 1 : 0) + (env ? 1 : 0) + (credential ? 1 : 0);
    if (given != 1) {
        source.error(
            "file",
            fmt::format("{} names {} sources", source.name(), given == 0 ? "no" : "several"),
            "give one of {file: PATH}, {env: NAME}, {credential: NAME}");
        return {};
    }
    if (file) return read_guarded_file(folder / *file, source.place_of("file"), source.report());
    if (env) return from_environment(*env, source.place_of("env"), source.report());
    return from_credential(*credential, source.place_of("credential"), source.report());
}

}

std::optional<Weakness> weakness_of(const FileGuard& guard, const std::filesystem::path& file)
{
    if ((guard.mode & 077u) != 0)
        return Weakness{fmt::format("{} has mode {:04o}: others may read or change this secret",
                                    file.string(), guard.mode),
                        fmt::format("chmod 600 {}", file.string())};
    if (guard.owner != guard.reader && guard.owner != 0 && guard.reader != 0)
        return Weakness{fmt::format("{} belongs to uid {}, deskhand runs as uid {}", file.string(),
                                    guard.owner, guard.reader),
                        fmt::format("chown {} {}", guard.reader, file.string())};
    return {};
}

std::optional<std::string> read_guarded_file(const std::filesystem::path& file, Place at,
                                             Report& report)
{
    struct stat found {};
    if (::stat(file.c_str(), &found) != 0) {
        report.error(at, fmt::format("{}: {}", file.string(), std::strerror(errno)),
                     fmt::format("write the secret into it and chmod 600 {}", file.string()));
        return {};
    }
    if (!S_ISREG(found.st_mode) || static_cast<std::uintmax_t>(found.st_size) > largest_secret) {
        report.error(at, fmt::format("{} is no plain file of at most 64 KiB", file.string()),
                     "name the file that holds nothing but the secret");
        return {};
    }
    const FileGuard guard{found.st_mode & 07777u, found.st_uid, ::geteuid()};
    if (const auto weakness = weakness_of(guard, file)) {
        report.error(at, weakness->what, weakness->remedy);
        return {};
    }
    return whole_file(file, at, report);
}

std::optional<std::string> secret_of(Section& section, std::string_view key,
                                     const std::filesystem::path& folder)
{
    const auto* node = section.find(key);
    if (!node) return {};
    std::optional<std::string> secret;
    if (node->kind == Node::Kind::scalar) {
        const auto& text = node->text;
        if (!text.starts_with("${") || !text.ends_with("}")) {
            section.error(
                key,
                fmt::format("{}: `{}` stands in the configuration itself", section.name(), key),
                "move it into a file with mode 0600 and write {file: PATH}, or use "
                "{env: NAME} or {credential: NAME}");
            return {};
        }
        secret = from_environment(text.substr(2, text.size() - 3), node->place, section.report());
    } else {
        Section source{*node, fmt::format("{}: `{}`", section.name(), key), section.report()};
        secret = from_source(source, folder);
    }
    secret = without_line_end(std::move(secret));
    if (secret && secret->empty()) {
        section.error(key, fmt::format("{}: `{}` is empty", section.name(), key),
                      "write the secret into its source");
        return {};
    }
    return secret;
}

}
