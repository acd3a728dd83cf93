#include "mail/net/maildir_courier.h"

#include "mail/protocol/smtp_data.h"

#include <fmt/format.h>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <set>
#include <string>
#include <system_error>
#include <utility>

namespace deskhand::mail {
namespace {

namespace fs = std::filesystem;

class File {
public:
    File(const fs::path& path, int flags) : fd_{::open(path.c_str(), flags | O_CLOEXEC, 0600)}
    {
        if (fd_ < 0) throw std::system_error{errno, std::generic_category(), path.string()};
    }
    ~File() { ::close(fd_); }
    File(const File&) = delete;
    File& operator=(const File&) = delete;

    void write(std::string_view octets)
    {
        while (!octets.empty()) {
            const auto written = ::write(fd_, octets.data(), octets.size());
            if (written < 0 && errno == EINTR) continue;
            if (written < 0) throw std::system_error{errno, std::generic_category(), "write"};
            octets.remove_prefix(static_cast<std::size_t>(written));
        }
    }
    void sync()
    {
        if (::fsync(fd_) != 0) throw std::system_error{errno, std::generic_category(), "fsync"};
    }

private:
    int fd_;
};

std::string_view message_id_line(std::string_view mail)
{
    constexpr std::string_view name = "message-id:";
    const auto same = [](char a, char b) { return (a | 0x20) == b; };
    for (auto header = header_block(mail); !header.empty();) {
        const auto end = std::min(header.find('\n'), header.size() - 1) + 1;
        if (end > name.size() && std::equal(header.begin(), header.begin() + 10, name.begin(), same) &&
            header[10] == ':')
            return header.substr(0, end);
        header.remove_prefix(end);
    }
    return mail;
}

// FNV-1a, 64 bits: tells installations with equal row numbers apart; not against an adversary.
std::uint64_t fingerprint(std::string_view text)
{
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    return hash;
}

std::string file_name(const Parcel& parcel)
{
    return fmt::format("{}.{:016x}.deskhand", parcel.id, fingerprint(message_id_line(parcel.bytes)));
}

// What readers have taken from new to cur, without the flags they put behind the name.
std::set<std::string> already_read(const fs::path& folder)
{
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator{folder / "cur"}) {
        const auto name = entry.path().filename().string();
        names.insert(name.substr(0, name.find(':')));
    }
    return names;
}

void put(const fs::path& folder, const std::string& name, const Parcel& parcel)
{
    const bool crlf = header_block(parcel.bytes).find("\r\n") != std::string_view::npos;
    const std::string_view line_end = crlf ? "\r\n" : "\n";
    const auto unfinished = folder / "tmp" / name;
    {
        File file{unfinished, O_WRONLY | O_CREAT | O_TRUNC};
        file.write(fmt::format("Return-Path: <{}>{}Delivered-To: {}{}", parcel.envelope_sender, line_end,
                               parcel.recipient, line_end));
        file.write(parcel.bytes);
        file.sync();
    }
    fs::rename(unfinished, folder / "new" / name);
    File{folder / "new", O_RDONLY | O_DIRECTORY}.sync();
}

DeliveryResult delivered(const fs::path& folder, const std::set<std::string>& read, const Parcel& parcel)
{
    if (!is_sendable_address(parcel.recipient))
        return Answered{{553, "5.1.3", {"5.1.3 not delivered: the recipient's address cannot be written"}}};
    if (!parcel.envelope_sender.empty() && !is_sendable_address(parcel.envelope_sender))
        return Answered{{553, "5.1.7", {"5.1.7 not delivered: the sender's address cannot be written"}}};
    const auto name = file_name(parcel);
    try {
        if (read.count(name) == 0) put(folder, name, parcel);
    } catch (const std::system_error& error) {
        return NotSent{fmt::format("cannot write into {}: {}", folder.string(), error.what())};
    }
    return Answered{{250, "2.0.0", {"2.0.0 delivered as " + name}}};
}

}

MaildirCourier::MaildirCourier(fs::path folder, std::size_t mails_at_once)
    : folder_{std::move(folder)}, mails_at_once_{std::max<std::size_t>(mails_at_once, 1)}
{
    for (const auto* part : {"tmp", "new", "cur"}) fs::create_directories(folder_ / part);
}

std::vector<Outcome>
MaildirCourier::deliver(std::span<const Parcel> parcels,
                        const std::function<void(std::span<const std::int64_t>)>& before_dots)
{
    std::vector<Outcome> outcomes;
    outcomes.reserve(parcels.size());
    try {
        const auto read = already_read(folder_);
        while (outcomes.size() < parcels.size()) {
            const auto left = parcels.subspan(outcomes.size());
            const auto group = left.first(std::min(mails_at_once_, left.size()));
            std::vector<std::int64_t> ids;
            for (const auto& parcel : group) ids.push_back(parcel.id);
            before_dots(ids);
            for (const auto& parcel : group) outcomes.push_back({parcel.id, delivered(folder_, read, parcel)});
        }
    } catch (const std::exception& error) {
        const DeliveryResult unsent{NotSent{error.what()}};
        while (outcomes.size() < parcels.size())
            outcomes.push_back({parcels[outcomes.size()].id, unsent});
    }
    return outcomes;
}

}
