#include "mail/net/listener.h"

#include "mail/net/accepted_stream.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <vector>

namespace deskhand::mail {
namespace {

constexpr std::string_view unix_mark = "unix:";
constexpr int queue_length = 128;
constexpr int pause_when_exhausted = 200; // ms; no descriptors or memory for another connection

struct Address {
    sockaddr_storage storage{};
    socklen_t length = 0;
    sockaddr* raw() { return reinterpret_cast<sockaddr*>(&storage); }
    int family() const { return storage.ss_family; }
};

[[noreturn]] void give_up(const ListenAddress& address, std::string_view tried, int error, std::string_view remedy)
{
    throw std::runtime_error{fmt::format("cannot {} {}: {}; {}", tried, shown(address), std::generic_category().message(error), remedy)};
}

Address unix_address(const std::filesystem::path& path)
{
    Address address;
    sockaddr_un at{};
    at.sun_family = AF_UNIX;
    const auto name = path.string();
    std::memcpy(at.sun_path, name.data(), std::min(name.size(), sizeof at.sun_path - 1));
    std::memcpy(&address.storage, &at, sizeof at);
    address.length = sizeof at;
    return address;
}

std::optional<Address> ip_address(const std::string& host, std::uint16_t port)
{
    Address address;
    sockaddr_in four{};
    if (::inet_pton(AF_INET, host.c_str(), &four.sin_addr) == 1) {
        four.sin_family = AF_INET;
        four.sin_port = htons(port);
        std::memcpy(&address.storage, &four, sizeof four);
        address.length = sizeof four;
        return address;
    }
    sockaddr_in6 six{};
    if (::inet_pton(AF_INET6, host.c_str(), &six.sin6_addr) != 1) return {};
    six.sin6_family = AF_INET6;
    six.sin6_port = htons(port);
    std::memcpy(&address.storage, &six, sizeof six);
    address.length = sizeof six;
    return address;
}

Address address_of(const ListenAddress& address)
{
    if (!address.unix_socket.empty()) return unix_address(address.unix_socket);
    return ip_address(address.host, address.port).value_or(Address{});
}

std::uint16_t chosen_port(int socket)
{
    Address bound;
    bound.length = sizeof bound.storage;
    ::getsockname(socket, bound.raw(), &bound.length);
    sockaddr_in four{};
    std::memcpy(&four, &bound.storage, sizeof four); // the port is at the same place in IPv6
    return ntohs(four.sin_port);
}

// A file left behind by a process that was killed; one that is listened on is never touched.
void remove_stale(const ListenAddress& address)
{
    struct stat found {};
    if (::lstat(address.unix_socket.c_str(), &found) != 0) return;
    if (!S_ISSOCK(found.st_mode)) give_up(address, "listen on", EEXIST, "there is a file of that name; remove it or name another");
    const int probe = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    auto at = unix_address(address.unix_socket);
    const int refused = ::connect(probe, at.raw(), at.length) == 0 ? 0 : errno;
    ::close(probe);
    if (refused != ECONNREFUSED) give_up(address, "listen on", EADDRINUSE, "another program listens there");
    ::unlink(address.unix_socket.c_str());
}

void tune(int socket, int family)
{
    if (family == AF_UNIX) return;
    const int on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    ::setsockopt(socket, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
}

}

std::optional<ListenAddress> parse_listen_address(std::string_view text)
{
    ListenAddress address;
    if (text.substr(0, unix_mark.size()) == unix_mark) {
        address.unix_socket = std::string{text.substr(unix_mark.size())};
        const auto length = address.unix_socket.string().size();
        if (!address.unix_socket.is_absolute() || length >= sizeof sockaddr_un{}.sun_path) return {};
        return address;
    }
    const auto colon = text.rfind(':');
    if (colon == text.npos || colon == 0) return {};
    auto host = text.substr(0, colon);
    const auto digits = text.substr(colon + 1);
    const bool bracketed = host.front() == '[' && host.back() == ']';
    if (bracketed) host = host.substr(1, host.size() - 2);
    if (bracketed != (host.find(':') != host.npos)) return {};
    const auto [stopped, error] = std::from_chars(digits.data(), digits.data() + digits.size(), address.port);
    if (error != std::errc{} || stopped != digits.data() + digits.size()) return {};
    address.host = host;
    if (!ip_address(address.host, address.port)) return {};
    return address;
}

std::string shown(const ListenAddress& address)
{
    if (!address.unix_socket.empty()) return std::string{unix_mark} + address.unix_socket.string();
    const bool six = address.host.find(':') != std::string::npos;
    return six ? fmt::format("[{}]:{}", address.host, address.port) : fmt::format("{}:{}", address.host, address.port);
}

bool is_local(const ListenAddress& address)
{
    return !address.unix_socket.empty() || address.host == "::1" || address.host.substr(0, 4) == "127.";
}

Listener::Listener(ListenAddress address) : address_{std::move(address)}
{
    auto at = address_of(address_);
    const bool is_unix = at.family() == AF_UNIX;
    if (is_unix) remove_stale(address_);
    listening_ = ::socket(at.family(), SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (listening_ < 0) give_up(address_, "make a socket for", errno, "write an address of this machine");
    const int on = 1;
    if (!is_unix) ::setsockopt(listening_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    else ::fchmod(listening_, address_.mode); // no moment in which others may connect
    if (::bind(listening_, at.raw(), at.length) != 0 || ::listen(listening_, queue_length) != 0) {
        const int error = errno;
        ::close(listening_);
        give_up(address_, "listen on", error, is_unix ? "make its folder, and let the desk write there" : "name a free port of this machine's");
    }
    if (is_unix) ::chmod(address_.unix_socket.c_str(), address_.mode); // which the umask has narrowed
    else address_.port = chosen_port(listening_);
    stopping_ = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
}

Listener::~Listener()
{
    close();
    ::close(stopping_);
}

void Listener::close() noexcept
{
    if (listening_ < 0) return;
    ::close(listening_);
    listening_ = -1;
    if (!address_.unix_socket.empty()) ::unlink(address_.unix_socket.c_str());
}

void Listener::accept_until_stopped(const std::function<void(ByteStream&)>& serve)
{
    for (;;) {
        pollfd entries[] = {{listening_, POLLIN, 0}, {stopping_, POLLIN, 0}};
        if (::poll(entries, 2, -1) < 0 && errno != EINTR) return;
        if (entries[1].revents != 0) return;
        Address peer;
        peer.length = sizeof peer.storage;
        const int socket = ::accept4(listening_, peer.raw(), &peer.length, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (socket >= 0) {
            tune(socket, peer.family());
            AcceptedStream stream{socket, stopping_};
            serve(stream);
        } else if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
            pollfd stop{stopping_, POLLIN, 0};
            ::poll(&stop, 1, pause_when_exhausted);
        }
    }
}

void Listener::run(std::stop_token stop, std::size_t threads, const std::function<void(ByteStream&)>& serve)
{
    const std::stop_callback wake{stop, [this] { ::eventfd_write(stopping_, 1); }};
    {
        std::vector<std::jthread> pool;
        try {
            while (pool.size() + 1 < threads) pool.emplace_back([&] { accept_until_stopped(serve); });
        } catch (const std::system_error&) { // no more threads to be had: fewer do
        }
        accept_until_stopped(serve);
    }
    close();
}

}
