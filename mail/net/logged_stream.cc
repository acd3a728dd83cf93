#include "mail/net/logged_stream.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace deskhand::mail {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest_shown = 200;
constexpr std::uintmax_t largest_file = 4u << 20;

// "{123}" or "{123+}" at the end of a line announces that many octets.
std::uint64_t announced(std::string_view line)
{
    if (!line.ends_with('}')) return 0;
    const auto brace = line.rfind('{');
    if (brace == std::string_view::npos) return 0;
    std::uint64_t octets = 0;
    std::from_chars(line.data() + brace + 1, line.data() + line.size(), octets);
    return octets;
}

bool is_reply(std::string_view line) { return line.starts_with("+") || line.starts_with("-ERR"); }

std::string shown(std::string_view line)
{
    std::string text;
    for (const char c : line.substr(0, longest_shown)) {
        const auto octet = static_cast<unsigned char>(c);
        if (octet < 0x20 || octet >= 0x7F) text += fmt::format("\\x{:02x}", octet);
        else text += c;
    }
    if (line.size() > longest_shown) text += fmt::format("... ({} octets)", line.size());
    return text;
}

}

LoggedStream::LoggedStream(std::unique_ptr<SocketStream> inner, fs::path file, Protocol protocol)
    : inner_{std::move(inner)}, file_{std::move(file)}, protocol_{protocol}
{
    put('-', "connected");
}

std::string LoggedStream::read()
{
    try {
        auto octets = inner_->read();
        note(server_, octets);
        return octets;
    } catch (const StreamError& broken) {
        put('-', broken.what());
        throw;
    }
}

void LoggedStream::write(std::string_view bytes)
{
    note(client_, bytes);
    inner_->write(bytes);
}

void LoggedStream::start_tls(const std::string& host)
{
    inner_->start_tls(host);
    put('-', "TLS with " + host);
}

void LoggedStream::note(Side& side, std::string_view octets)
{
    if (muted_) {
        put(side.mark, fmt::format("({} octets while logging in, not shown)", octets.size()));
        return;
    }
    while (!octets.empty()) {
        if (side.literal > 0) {
            const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(side.literal, octets.size()));
            side.literal -= size;
            side.left_out += size;
            octets.remove_prefix(size);
            continue;
        }
        const auto end = octets.find('\n');
        const auto part = octets.substr(0, end);
        if (side.line.size() < 2 * longest_shown || end != std::string_view::npos) side.line += part;
        octets.remove_prefix(end == std::string_view::npos ? octets.size() : end + 1);
        if (end != std::string_view::npos) end_line(side);
    }
}

void LoggedStream::end_line(Side& side)
{
    auto line = std::exchange(side.line, {});
    if (line.ends_with('\r')) line.pop_back();
    const bool of_a_mail = protocol_ == Protocol::pop3 && side.mark == 'S' && !is_reply(line);
    if (of_a_mail) {
        side.left_out += line.size() + 2;
        return;
    }
    if (const auto octets = std::exchange(side.left_out, 0); octets > 0) put(side.mark, fmt::format("({} octets, not shown)", octets));
    put(side.mark, shown(line));
    if (protocol_ == Protocol::imap) side.literal = announced(line);
}

void LoggedStream::put(char mark, std::string_view text)
{
    std::error_code none;
    if (const auto size = fs::file_size(file_, none); !none && size > largest_file) fs::rename(file_, fs::path{file_.string() + ".1"}, none);
    const int file = ::open(file_.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) return;
    const auto line = fmt::format("{:%Y-%m-%dT%H:%M:%S}Z {} {}\n", fmt::gmtime(std::chrono::system_clock::to_time_t(std::chrono::system_clock::now())), mark, text);
    [[maybe_unused]] const auto written = ::write(file, line.data(), line.size());
    ::close(file);
}

std::unique_ptr<SocketStream> logged(std::unique_ptr<SocketStream> stream, const fs::path& file, LoggedStream::Protocol protocol)
{
    if (file.empty()) return stream;
    return std::make_unique<LoggedStream>(std::move(stream), file, protocol);
}

}
