#include "mail/net/maildir_mailbox.h"

#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <utility>

namespace deskhand::mail {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

constexpr std::size_t longest_header = 1u << 20;

// Announces files that appear in a folder; does nothing where inotify is not to be had.
class Watch {
public:
    explicit Watch(const fs::path& folder) : fd_{::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)}
    {
        if (fd_ >= 0 && ::inotify_add_watch(fd_, folder.c_str(), IN_MOVED_TO | IN_CREATE) >= 0) return;
        if (fd_ >= 0) ::close(fd_);
        fd_ = -1;
    }
    ~Watch()
    {
        if (fd_ >= 0) ::close(fd_);
    }
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;

    bool works() const { return fd_ >= 0; }
    int descriptor() const { return fd_; }
    bool noticed() const
    {
        pollfd entry{fd_, POLLIN, 0};
        return ::poll(&entry, 1, 0) > 0;
    }
    void forget() const
    {
        char events[4096];
        while (::read(fd_, events, sizeof events) > 0) {}
    }

private:
    int fd_;
};

std::string base_of(const std::string& file) { return file.substr(0, file.find(":2,")); }

// Flags behind ":2," with `flag` among them, in order.
std::string flags_with(const std::string& file, char flag)
{
    const auto mark = file.find(":2,");
    std::string flags = mark == std::string::npos ? "" : file.substr(mark + 3);
    if (flags.find(flag) == std::string::npos) flags += flag;
    std::sort(flags.begin(), flags.end());
    return flags;
}

class MaildirMailbox final : public Mailbox {
public:
    MaildirMailbox(MaildirSettings settings, std::uint64_t largest_mail)
        : settings_{std::move(settings)}, largest_mail_{largest_mail}
    {}

    void open() override;
    Listing list() override;
    void fetch(std::span<const std::string> uids,
               const std::function<void(FetchedMail)>& take) override;
    void dispose(std::span<const std::string> uids) override;
    Rest rest(milliseconds most) override;
    std::optional<Arrival> stir() override;
    void close() noexcept override { watch_.reset(); }

private:
    void look();
    std::optional<fs::path> place_of(const std::string& uid);
    std::optional<FetchedMail> read(const std::string& uid);
    fs::path processed_folder() const;

    MaildirSettings settings_;
    std::uint64_t largest_mail_;
    std::optional<Watch> watch_;
    std::chrono::steady_clock::time_point rest_until_{};
    std::map<std::string, fs::path, std::less<>> places_; // by uid, as last seen
};

void MaildirMailbox::open()
{
    if (watch_) return;
    for (const auto* part : {"new", "cur"})
        if (!fs::is_directory(settings_.path / part))
            throw LoginRefused{settings_.path.string() + " is no Maildir: it has no folder " + part};
    watch_.emplace(settings_.path / "new");
}

void MaildirMailbox::look()
{
    places_.clear();
    for (const auto* part : {"new", "cur"})
        for (const auto& entry : fs::directory_iterator{settings_.path / part}) {
            const auto file = entry.path().filename().string();
            std::error_code gone;
            if (file.front() != '.' && entry.is_regular_file(gone)) places_[base_of(file)] = entry.path();
        }
}

Listing MaildirMailbox::list()
{
    open();
    watch_->forget();
    look();
    Listing listing;
    for (const auto& [uid, path] : places_) {
        std::error_code gone;
        const auto size = fs::file_size(path, gone);
        if (!gone) listing.mails.push_back({uid, size});
    }
    return listing;
}

// Where the mail lies now: a reader may have flagged it meanwhile.
std::optional<fs::path> MaildirMailbox::place_of(const std::string& uid)
{
    for (const bool looked : {false, true}) {
        if (looked) look();
        const auto found = places_.find(uid);
        std::error_code gone;
        if (found != places_.end() && fs::exists(found->second, gone)) return found->second;
    }
    return {};
}

std::optional<FetchedMail> MaildirMailbox::read(const std::string& uid)
{
    const auto path = place_of(uid);
    std::ifstream in{path.value_or(fs::path{}), std::ios::binary};
    if (!path || !in) return {};
    std::error_code gone;
    const auto size = fs::file_size(*path, gone);
    const auto written = fs::last_write_time(*path, gone);
    if (gone) return {};
    const bool whole = size <= largest_mail_;
    FetchedMail mail{.uid = uid, .remote_id = {}, .internal_date = {}, .bytes = {}, .withheld = whole ? 0 : size};
    mail.bytes.resize(static_cast<std::size_t>(whole ? size : std::min<std::uint64_t>(size, longest_header)));
    in.read(mail.bytes.data(), static_cast<std::streamsize>(mail.bytes.size()));
    if (static_cast<std::size_t>(in.gcount()) != mail.bytes.size()) return {};
    if (!whole) {
        const auto crlf = mail.bytes.find("\r\n\r\n"), lf = mail.bytes.find("\n\n");
        const auto end = std::min(crlf == std::string::npos ? crlf : crlf + 4, lf == std::string::npos ? lf : lf + 2);
        mail.bytes.resize(std::min(end, mail.bytes.size()));
    }
    mail.internal_date = std::chrono::floor<std::chrono::seconds>(
        std::chrono::file_clock::to_sys(written));
    return mail;
}

void MaildirMailbox::fetch(std::span<const std::string> uids,
                           const std::function<void(FetchedMail)>& take)
{
    for (const auto& uid : uids)
        if (auto mail = read(uid)) take(*std::move(mail));
}

// A Maildir++ folder beside new and cur.
fs::path MaildirMailbox::processed_folder() const
{
    auto name = settings_.processed;
    std::replace(name.begin(), name.end(), '/', '.');
    const auto folder = settings_.path / ("." + name);
    for (const auto* part : {"tmp", "new", "cur"}) fs::create_directories(folder / part);
    std::ofstream{folder / "maildirfolder", std::ios::app};
    return folder;
}

void MaildirMailbox::dispose(std::span<const std::string> uids)
{
    if (settings_.disposal == Disposal::keep || uids.empty()) return;
    const auto target = settings_.disposal == Disposal::move ? processed_folder() : settings_.path;
    for (const auto& uid : uids) {
        const auto path = place_of(uid);
        if (!path) continue; // done before, or removed by somebody
        std::error_code problem;
        if (settings_.disposal == Disposal::remove) fs::remove(*path, problem);
        else fs::rename(*path, target / "cur" / (uid + ":2," + flags_with(path->filename().string(), 'S')), problem);
        if (problem && problem != std::errc::no_such_file_or_directory)
            throw LoginRefused{"cannot put away " + path->string() + ": " + problem.message()};
    }
    look();
}

Rest MaildirMailbox::rest(milliseconds most)
{
    open();
    rest_until_ = std::chrono::steady_clock::now() + most;
    return {.descriptor = watch_->descriptor(), .most = most};
}

std::optional<Arrival> MaildirMailbox::stir()
{
    open();
    if (watch_->works() && watch_->noticed()) return Arrival::something;
    if (std::chrono::steady_clock::now() < rest_until_) return {};
    return watch_->works() ? Arrival::nothing : Arrival::something;
}

}

std::unique_ptr<Mailbox> make_maildir_mailbox(MaildirSettings settings, std::uint64_t largest_mail)
{
    return std::make_unique<MaildirMailbox>(std::move(settings), largest_mail);
}

}
