#include "tests/support/fault_proxy.h"

#include "tests/support/loopback_address.h"

#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace deskhand::tests {
namespace {

void send_at_once(int fd)
{
    const int on = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

void close_with_reset(int fd)
{
    const linger at_once{1, 0};
    ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    ::close(fd);
}

// False when the other end takes nothing more.
bool send_all(int fd, std::string_view octets, std::size_t piece)
{
    while (!octets.empty()) {
        const auto sent = ::send(fd, octets.data(), std::min(octets.size(), piece), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        octets.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

}

FaultProxy::FaultProxy(std::uint16_t server_port, Pace pace)
    : server_port_{server_port}, pace_{pace}, listener_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)},
      stop_{::eventfd(0, EFD_CLOEXEC)}
{
    auto address = loopback_address(0);
    socklen_t size = sizeof address;
    if (listener_ < 0 || stop_ < 0 || ::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
        ::listen(listener_, 16) != 0 || ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0)
        throw std::runtime_error{"the fault proxy cannot listen on the loopback"};
    port_ = ntohs(address.sin_port);
    thread_ = std::thread{[this] { run(); }};
}

FaultProxy::~FaultProxy()
{
    const std::uint64_t one = 1;
    if (::write(stop_, &one, sizeof one) == sizeof one) thread_.join();
    ::close(listener_);
    ::close(stop_);
}

void FaultProxy::arm(const Fault& fault, std::function<void()> just_before)
{
    const std::lock_guard lock{mutex_};
    armed_ = fault;
    just_before_ = std::move(just_before);
}

int FaultProxy::faults() const
{
    const std::lock_guard lock{mutex_};
    return faults_;
}

std::uint64_t FaultProxy::octets_to_client() const
{
    const std::lock_guard lock{mutex_};
    return octets_to_client_;
}

std::uint64_t FaultProxy::octets_to_server() const
{
    const std::lock_guard lock{mutex_};
    return octets_to_server_;
}

void FaultProxy::run()
{
    for (;;) {
        pollfd entries[2] = {{listener_, POLLIN, 0}, {stop_, POLLIN, 0}};
        if (::poll(entries, 2, -1) <= 0) continue;
        if (entries[1].revents != 0) return;
        const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (client < 0) continue;
        {
            const std::lock_guard lock{mutex_};
            fault_ = std::exchange(armed_, std::nullopt);
        }
        serve(client);
    }
}

void FaultProxy::serve(int client)
{
    const int server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const auto address = loopback_address(server_port_);
    send_at_once(client);
    send_at_once(server);
    if (::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        return cut(client, server, Fault::Kind::rst);
    for (;;) {
        if (fault_ && fault_->after == 0) {
            const auto kind = fault_->kind;
            std::function<void()> just_before;
            {
                const std::lock_guard lock{mutex_};
                ++faults_;
                just_before = std::exchange(just_before_, {});
            }
            if (just_before) just_before();
            return cut(client, server, kind);
        }
        pollfd entries[3] = {{client, POLLIN, 0}, {server, POLLIN, 0}, {stop_, POLLIN, 0}};
        if (::poll(entries, 3, -1) <= 0) continue;
        const bool over = entries[2].revents != 0 ||
            (entries[0].revents != 0 && !pass(client, server, Fault::Toward::server)) ||
            (entries[1].revents != 0 && !pass(server, client, Fault::Toward::client));
        if (over) return cut(client, server, Fault::Kind::fin);
    }
}

bool FaultProxy::pass(int from, int to, Fault::Toward direction)
{
    char buffer[16 * 1024];
    std::size_t most = sizeof buffer;
    const bool bounded = fault_ && fault_->toward == direction;
    if (bounded) most = static_cast<std::size_t>(std::min<std::uint64_t>(most, fault_->after));
    const auto size = ::recv(from, buffer, most, 0);
    if (size <= 0) return false;
    const std::string_view octets{buffer, static_cast<std::size_t>(size)};
    if (bounded) fault_->after -= octets.size();
    {
        const std::lock_guard lock{mutex_};
        (direction == Fault::Toward::client ? octets_to_client_ : octets_to_server_) += octets.size();
    }
    return send_all(to, octets, pace_ == Pace::single_octets ? 1 : octets.size());
}

void FaultProxy::cut(int client, int server, Fault::Kind kind)
{
    if (kind == Fault::Kind::black_hole) wait_until_closed(client);
    if (kind == Fault::Kind::rst) {
        close_with_reset(client);
        close_with_reset(server);
    } else {
        ::close(client);
        ::close(server);
    }
}

void FaultProxy::wait_until_closed(int client)
{
    for (;;) {
        pollfd entries[2] = {{client, POLLRDHUP, 0}, {stop_, POLLIN, 0}};
        if (::poll(entries, 2, -1) > 0) return;
    }
}

}
