#include "mail/net/watcher.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <limits>
#include <system_error>

namespace deskhand::mail {
namespace {

constexpr std::uint64_t nudge_key = std::numeric_limits<std::uint64_t>::max();
constexpr std::size_t at_once = 256;

[[noreturn]] void fail(const char* what) { throw std::system_error{errno, std::generic_category(), what}; }

}

Watcher::Watcher() : watched_{::epoll_create1(EPOLL_CLOEXEC)}, nudged_{::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)}
{
    epoll_event entry{.events = EPOLLIN, .data = {.u64 = nudge_key}};
    if (watched_ < 0 || nudged_ < 0 || ::epoll_ctl(watched_, EPOLL_CTL_ADD, nudged_, &entry) < 0)
        fail("cannot watch mailboxes");
}

Watcher::~Watcher()
{
    ::close(watched_);
    ::close(nudged_);
}

void Watcher::watch(int descriptor, std::size_t key)
{
    epoll_event entry{.events = EPOLLIN | EPOLLRDHUP | EPOLLONESHOT, .data = {.u64 = key}};
    if (::epoll_ctl(watched_, EPOLL_CTL_ADD, descriptor, &entry) == 0) return;
    if (errno != EEXIST || ::epoll_ctl(watched_, EPOLL_CTL_MOD, descriptor, &entry) < 0) fail("cannot watch a mailbox");
}

std::vector<std::size_t> Watcher::wait(std::chrono::milliseconds most)
{
    std::array<epoll_event, at_once> events;
    const auto patience = std::clamp(most.count(), std::int64_t{0}, std::int64_t{std::numeric_limits<int>::max()});
    const int ready = ::epoll_wait(watched_, events.data(), static_cast<int>(at_once), static_cast<int>(patience));
    std::vector<std::size_t> keys;
    for (int i = 0; i < ready; ++i) {
        const auto key = events[static_cast<std::size_t>(i)].data.u64;
        if (key != nudge_key) keys.push_back(key);
        else for (std::uint64_t count = 0; ::read(nudged_, &count, sizeof count) > 0;) {}
    }
    return keys;
}

void Watcher::nudge() noexcept
{
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(nudged_, &one, sizeof one); // full = nudged already
}

}
