#include "engine/run/instance_lock.h"

#include <fmt/core.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string>
#include <system_error>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace deskhand::engine {
namespace {

std::string holder_of(int file)
{
    std::array<char, 32> text{};
    const auto got = ::pread(file, text.data(), text.size() - 1, 0);
    const std::string pid{text.data(), got > 0 ? static_cast<std::size_t>(got) : 0};
    return pid.empty() ? "just starting" : "pid " + pid.substr(0, pid.find('\n'));
}

}

InstanceLock::InstanceLock(const std::filesystem::path& database)
{
    std::error_code unresolved; // two names of one database are one lock
    const auto resolved = std::filesystem::weakly_canonical(database, unresolved);
    const auto path = (unresolved ? database : resolved).string() + ".lock";
    file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640);
    if (file_ < 0) throw std::runtime_error{fmt::format("cannot make {}: {}; the folder must be writable", path, std::strerror(errno))};
    if (::flock(file_, LOCK_EX | LOCK_NB) != 0) {
        const auto holder = holder_of(file_);
        ::close(file_);
        throw AlreadyRunning{fmt::format("a desk is already running ({}); stop it or leave the work to it: it does what is due on {} within seconds",
                                         holder, database.string())};
    }
    const auto pid = std::to_string(::getpid()) + "\n";
    // The number is for people; the lock holds without it.
    [[maybe_unused]] const auto cut = ::ftruncate(file_, 0);
    [[maybe_unused]] const auto written = ::pwrite(file_, pid.data(), pid.size(), 0);
}

InstanceLock::~InstanceLock()
{
    if (file_ >= 0) ::close(file_);
}

}
