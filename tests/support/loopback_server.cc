#include "tests/support/loopback_server.h"

#include "tests/support/loopback_address.h"

#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <stdexcept>
#include <utility>

namespace deskhand::tests {
namespace {

sockaddr* as_address(sockaddr_in& address) { return reinterpret_cast<sockaddr*>(&address); }

}

LoopbackConnection::~LoopbackConnection()
{
    if (tls_) SSL_free(tls_);
    ::close(fd_);
}

void LoopbackConnection::say(std::string_view octets)
{
    while (!octets.empty()) {
        const auto sent = tls_ ? SSL_write(tls_, octets.data(), static_cast<int>(octets.size()))
                               : ::send(fd_, octets.data(), octets.size(), MSG_NOSIGNAL);
        if (sent <= 0) throw ClientGone{};
        octets.remove_prefix(static_cast<std::size_t>(sent));
    }
}

std::string LoopbackConnection::hear_until(std::string_view end)
{
    std::size_t at;
    while ((at = heard_.find(end)) == std::string::npos) take_in();
    auto text = heard_.substr(0, at + end.size());
    heard_.erase(0, at + end.size());
    return text;
}

std::string LoopbackConnection::hear_octets(std::size_t count)
{
    while (heard_.size() < count) take_in();
    auto octets = heard_.substr(0, count);
    heard_.erase(0, count);
    return octets;
}

std::string LoopbackConnection::hear_line()
{
    auto line = hear_until("\n");
    line.pop_back();
    if (!line.empty() && line.back() == '\r') line.pop_back();
    return line;
}

void LoopbackConnection::take_in()
{
    char buffer[16 * 1024];
    const auto got = tls_ ? SSL_read(tls_, buffer, sizeof buffer) : ::recv(fd_, buffer, sizeof buffer, 0);
    if (got <= 0) throw ClientGone{};
    heard_.append(buffer, static_cast<std::size_t>(got));
}

void LoopbackConnection::start_tls(const CertificateFiles& files)
{
    auto* context = SSL_CTX_new(TLS_server_method());
    SSL_CTX_use_certificate_chain_file(context, files.certificate.c_str());
    SSL_CTX_use_PrivateKey_file(context, files.key.c_str(), SSL_FILETYPE_PEM);
    tls_ = SSL_new(context);
    SSL_CTX_free(context);
    SSL_set_fd(tls_, fd_);
    if (SSL_accept(tls_) != 1) throw ClientGone{};
}

void LoopbackConnection::hang_up()
{
    if (tls_) SSL_shutdown(tls_);
    ::shutdown(fd_, SHUT_WR);
}

void LoopbackConnection::cut() { ::shutdown(fd_, SHUT_WR); }

void LoopbackConnection::reset()
{
    const linger now{1, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    throw ClientGone{}; // the destructor closes, which with this linger sends RST
}

bool LoopbackConnection::silent_for(std::chrono::milliseconds most)
{
    pollfd entry{fd_, POLLRDHUP, 0};
    return ::poll(&entry, 1, static_cast<int>(most.count())) > 0;
}

LoopbackServer::LoopbackServer(Play play) : play_{std::move(play)}
{
    std::signal(SIGPIPE, SIG_IGN); // OpenSSL writes to sockets the client has closed
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    auto address = loopback_address(0);
    socklen_t size = sizeof address;
    if (listener_ < 0 || ::bind(listener_, as_address(address), size) != 0 || ::listen(listener_, 16) != 0 ||
        ::getsockname(listener_, as_address(address), &size) != 0)
        throw std::runtime_error{"cannot listen on the loopback"};
    port_ = ntohs(address.sin_port);
    thread_ = std::thread{[this] { run(); }};
}

LoopbackServer::~LoopbackServer() { stop(); }

void LoopbackServer::stop()
{
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
        ::shutdown(listener_, SHUT_RDWR);
        if (active_ >= 0) ::shutdown(active_, SHUT_RDWR);
    }
    if (thread_.joinable()) thread_.join();
    if (listener_ >= 0) ::close(std::exchange(listener_, -1));
}

void LoopbackServer::run()
{
    for (;;) {
        const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (fd < 0) return;
        const int now = 1;
        ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &now, sizeof now);
        LoopbackConnection connection{fd};
        {
            const std::lock_guard lock{mutex_};
            if (stopping_) return;
            ++connections_;
            active_ = fd;
        }
        try {
            play_(connection, *this);
        } catch (const ClientGone&) { // the next one, please
        }
        const std::lock_guard lock{mutex_};
        active_ = -1;
    }
}

int LoopbackServer::connections() const
{
    const std::lock_guard lock{mutex_};
    return connections_;
}

void LoopbackServer::note(const std::string& text)
{
    const std::lock_guard lock{mutex_};
    notes_.push_back(text);
}

std::vector<std::string> LoopbackServer::notes() const
{
    const std::lock_guard lock{mutex_};
    return notes_;
}

}
