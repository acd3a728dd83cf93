#include "mail/net/token_file.h"

#include "mail/net/deadline.h"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <fmt/format.h>

#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <memory>
#include <string_view>

namespace deskhand::mail {
namespace {

namespace fs = std::filesystem;
using std::chrono::sys_seconds;

constexpr std::string_view plain_head = "deskhand refresh token 1 plain\n", sealed_head = "deskhand refresh token 1 sealed\n";
constexpr std::size_t nonce_octets = 12, tag_octets = 16, largest_file = 64u << 10;
constexpr std::chrono::minutes lock_patience{1};
constexpr int lock_look_again = 20; // ms

std::string digest(const std::string& text, std::size_t octets)
{
    unsigned char sum[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    EVP_Digest(text.data(), text.size(), sum, &size, EVP_sha256(), nullptr);
    std::string out;
    for (std::size_t at = 0; at < octets; ++at) out += fmt::format("{:02x}", sum[at]);
    return out;
}

// "help-example.org-0a1b2c3d4e5f6071.refresh": readable, and sure to be another for another account.
std::string file_name(const OAuthSettings& settings)
{
    std::string name;
    for (const char c : settings.account.substr(0, 80)) name += std::isalnum(static_cast<unsigned char>(c)) || c == '.' ? c : '-';
    if (name.starts_with('.')) name.front() = '-';
    return name + '-' + digest(settings.token_endpoint + '\n' + settings.client_id + '\n' + settings.account, 8) + ".refresh";
}

TokenFileError broken(const fs::path& path, std::string_view what)
{
    return TokenFileError{fmt::format("refresh token {}: {}", path.string(), what)};
}

// Throws with the reason in errno.
[[noreturn]] void fail(const fs::path& path, std::string_view doing)
{
    throw broken(path, fmt::format("cannot {}: {}; the folder must belong to the user the desk runs as", doing, std::strerror(errno)));
}

std::string written(sys_seconds time) { return std::to_string(time.time_since_epoch().count()); }

std::string text_of(const StoredToken& token)
{
    auto text = fmt::format("token {}\nobtained {}\nused {}\nbegan_with {}\n", token.refresh_token, written(token.obtained),
                            written(token.used), token.began_with);
    if (token.access_ends) text += fmt::format("access_ends {}\n", written(*token.access_ends));
    if (token.renewing) text += fmt::format("renewing {}\n", written(*token.renewing));
    return text + "end\n"; // a file without it was cut off
}

std::optional<sys_seconds> time_in(std::string_view text)
{
    std::int64_t seconds = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (failed != std::errc{} || end != text.data() + text.size()) return {};
    return sys_seconds{std::chrono::seconds{seconds}};
}

std::optional<StoredToken> token_in(std::string_view text)
{
    StoredToken token;
    while (!text.empty()) {
        const auto end = text.find('\n');
        if (end == std::string_view::npos) return {};
        const auto line = text.substr(0, end);
        text.remove_prefix(end + 1);
        if (line == "end") return token.refresh_token.empty() ? std::nullopt : std::optional{token};
        const auto blank = line.find(' ');
        if (blank == std::string_view::npos) return {};
        const auto key = line.substr(0, blank), value = line.substr(blank + 1);
        if (key == "token") token.refresh_token = value;
        if (key == "began_with") token.began_with = value;
        if (key == "obtained") token.obtained = time_in(value).value_or(sys_seconds{});
        if (key == "used") token.used = time_in(value).value_or(sys_seconds{});
        if (key == "access_ends") token.access_ends = time_in(value);
        if (key == "renewing") token.renewing = time_in(value);
    }
    return {};
}

void write_all(int handle, std::string_view octets, const fs::path& path)
{
    while (!octets.empty()) {
        const auto count = ::write(handle, octets.data(), octets.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) fail(path, "write");
        octets.remove_prefix(static_cast<std::size_t>(count));
    }
}

// A file descriptor that is closed at the end.
struct Handle {
    explicit Handle(int opened) : number{opened} {}
    ~Handle()
    {
        if (number >= 0) ::close(number);
    }
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;
    int number;
};

void sync_folder(const fs::path& folder)
{
    const Handle handle{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (handle.number < 0 || ::fsync(handle.number) != 0) fail(folder, "sync");
}

using Cipher = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

unsigned char* octets_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }
const unsigned char* octets_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

}

std::string digest_of_token(const std::string& token) { return token.empty() ? std::string{} : digest(token, 16); }

TokenFile::TokenFile(const OAuthSettings& settings) : path_{settings.store / file_name(settings)}, key_{settings.store_key} {}

std::optional<StoredToken> TokenFile::load() const
{
    struct stat found {};
    if (::stat(path_.c_str(), &found) != 0) {
        if (errno == ENOENT || errno == ENOTDIR) return {};
        fail(path_, "look at it");
    }
    if ((found.st_mode & 077u) != 0) throw broken(path_, fmt::format("others may read it; chmod 600 {}, and better sign in anew", path_.string()));
    if (static_cast<std::size_t>(found.st_size) > largest_file) throw broken(path_, "it is too large to be one; remove it and sign in again");
    std::ifstream in{path_, std::ios::binary};
    std::string octets{std::istreambuf_iterator<char>{in}, {}};
    const WipedAtEnd wiped{octets};
    if (!in.is_open() || in.bad()) fail(path_, "read it");
    auto text = opened(octets);
    const WipedAtEnd also{text};
    auto token = token_in(text);
    if (!token) throw broken(path_, "it is broken; remove it and sign in again");
    return token;
}

void TokenFile::save(const StoredToken& token) const
{
    make_folder();
    auto text = text_of(token);
    const WipedAtEnd wiped{text};
    const auto octets = sealed(text);
    const auto fresh = path_.string() + ".new";
    ::unlink(fresh.c_str());
    {
        const Handle handle{::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600)};
        if (handle.number < 0) fail(fresh, "make it");
        write_all(handle.number, octets, fresh);
        if (::fsync(handle.number) != 0) fail(fresh, "sync it");
    }
    if (::rename(fresh.c_str(), path_.c_str()) != 0) fail(path_, "put it in place");
    sync_folder(path_.parent_path());
}

std::uint64_t TokenFile::stamp() const
{
    struct stat found {};
    if (::stat(path_.c_str(), &found) != 0) return 0;
    // Every save makes a new file: another inode or another time.
    return static_cast<std::uint64_t>(found.st_ino) * 1'000'003u ^
           (static_cast<std::uint64_t>(found.st_mtim.tv_sec) * 1'000'000'000u + static_cast<std::uint64_t>(found.st_mtim.tv_nsec)) ^ 1u;
}

std::string TokenFile::sealed(const std::string& text) const
{
    if (key_.empty()) return std::string{plain_head} + text;
    std::string nonce(nonce_octets, '\0'), hidden(text.size(), '\0'), tag(tag_octets, '\0');
    const Cipher cipher{EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free};
    const auto name = path_.filename().string(); // one account's file in another's place does not open
    int size = 0, rest = 0;
    const bool done = RAND_bytes(octets_of(nonce), static_cast<int>(nonce.size())) == 1 &&
                      EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, octets_of(std::string_view{key_}), octets_of(nonce)) == 1 &&
                      EVP_EncryptUpdate(cipher.get(), nullptr, &size, octets_of(std::string_view{name}), static_cast<int>(name.size())) == 1 &&
                      EVP_EncryptUpdate(cipher.get(), octets_of(hidden), &size, octets_of(std::string_view{text}), static_cast<int>(text.size())) == 1 &&
                      EVP_EncryptFinal_ex(cipher.get(), octets_of(hidden) + size, &rest) == 1 &&
                      EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, static_cast<int>(tag.size()), octets_of(tag)) == 1;
    if (!done) throw broken(path_, "it cannot be encrypted");
    return std::string{sealed_head} + nonce + tag + hidden;
}

std::string TokenFile::opened(const std::string& octets) const
{
    std::string_view rest{octets};
    if (rest.starts_with(plain_head)) return std::string{rest.substr(plain_head.size())};
    if (!rest.starts_with(sealed_head) || rest.size() < sealed_head.size() + nonce_octets + tag_octets)
        throw broken(path_, "it is broken; remove it and sign in again");
    if (key_.empty()) throw broken(path_, "it is encrypted, but the configuration names no oauth_key; name the key it was made with");
    rest.remove_prefix(sealed_head.size());
    const auto nonce = rest.substr(0, nonce_octets);
    std::string tag{rest.substr(nonce_octets, tag_octets)};
    const auto hidden = rest.substr(nonce_octets + tag_octets);
    std::string text(hidden.size(), '\0');
    const Cipher cipher{EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free};
    const auto name = path_.filename().string();
    int size = 0, more = 0;
    const bool done = EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, octets_of(std::string_view{key_}), octets_of(nonce)) == 1 &&
                      EVP_DecryptUpdate(cipher.get(), nullptr, &size, octets_of(std::string_view{name}), static_cast<int>(name.size())) == 1 &&
                      EVP_DecryptUpdate(cipher.get(), octets_of(text), &size, octets_of(hidden), static_cast<int>(hidden.size())) == 1 &&
                      EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, static_cast<int>(tag.size()), octets_of(tag)) == 1 &&
                      EVP_DecryptFinal_ex(cipher.get(), octets_of(text) + size, &more) == 1;
    if (done) return text;
    wipe(text);
    throw broken(path_, "it was encrypted with another oauth_key, or was changed; bring that key back, or remove the file and sign in again");
}

void TokenFile::make_folder() const
{
    const auto folder = path_.parent_path();
    if (::mkdir(folder.c_str(), 0700) == 0) sync_folder(folder.has_parent_path() ? folder.parent_path() : fs::path{"."});
    else if (errno != EEXIST) fail(folder, "make the folder");
}

TokenFile::Lock::Lock(const TokenFile& file)
{
    file.make_folder();
    const auto path = file.path().string() + ".lock";
    handle_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (handle_ < 0) fail(path, "make it");
    for (const Deadline deadline{lock_patience}; ::flock(handle_, LOCK_EX | LOCK_NB) != 0;) {
        if (deadline.left() > std::chrono::milliseconds::zero()) {
            ::poll(nullptr, 0, lock_look_again);
            continue;
        }
        ::close(handle_);
        throw broken(path, "another process has been renewing it for a minute; see whether a `deskhand mailbox login` hangs");
    }
}

TokenFile::Lock::~Lock()
{
    if (handle_ >= 0) ::close(handle_);
}

}
