#include "mail/net/accepted_stream.h"

#include "mail/net/deadline.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <system_error>

namespace deskhand::mail {
namespace {

using std::chrono::milliseconds;
using Cause = StreamError::Cause;

constexpr std::size_t read_size = 64 * 1024;
constexpr milliseconds last_word{1'000}; // how long a write may take once we are stopping

[[noreturn]] void lost(int error) { throw StreamError{Cause::closed, "connection lost: " + std::generic_category().message(error)}; }

bool would_block() { return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR; }

}

AcceptedStream::~AcceptedStream() { ::close(socket_); }

AcceptedStream::Ready AcceptedStream::wait_for(short events, milliseconds most) const
{
    const Deadline deadline{most};
    for (;;) {
        pollfd entries[] = {{socket_, events, 0}, {stopping_, POLLIN, 0}};
        const bool stoppable = events == POLLIN;
        const auto left = std::min(deadline.left(), milliseconds{1 << 30});
        const int ready = ::poll(entries, stoppable ? 2 : 1, static_cast<int>(left.count()));
        if (ready < 0 && errno != EINTR) lost(errno);
        if (ready < 0) continue;
        if (ready == 0) return Ready::late;
        if (stoppable && entries[1].revents != 0) return Ready::stopping;
        return Ready::yes;
    }
}

std::string AcceptedStream::read()
{
    std::string octets(read_size, '\0');
    const Deadline deadline{patience_};
    for (;;) {
        const auto ready = wait_for(POLLIN, deadline.left());
        if (ready == Ready::stopping) throw StreamError{Cause::deadline, "we are stopping"};
        if (ready == Ready::late) throw StreamError{Cause::deadline, "nothing came in time"};
        const auto got = ::recv(socket_, octets.data(), octets.size(), 0);
        if (got == 0) throw StreamError{Cause::closed, "the peer closed the connection"};
        if (got < 0 && !would_block()) lost(errno);
        if (got < 0) continue;
        octets.resize(static_cast<std::size_t>(got));
        return octets;
    }
}

void AcceptedStream::write(std::string_view bytes)
{
    while (!bytes.empty()) {
        const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent < 0 && !would_block()) lost(errno);
        if (sent >= 0) {
            bytes.remove_prefix(static_cast<std::size_t>(sent));
            continue;
        }
        pollfd stop{stopping_, POLLIN, 0};
        const auto patience = ::poll(&stop, 1, 0) > 0 ? std::min(patience_, last_word) : patience_;
        if (wait_for(POLLOUT, patience) != Ready::yes) throw StreamError{Cause::deadline, "nothing could be sent in time"};
    }
}

bool AcceptedStream::readable_within(milliseconds most) { return wait_for(POLLIN, most) != Ready::late; }

void AcceptedStream::start_tls(const std::string&) { throw StreamError{Cause::untrusted, "no TLS on this side"}; }

}
