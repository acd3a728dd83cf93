#include "engine/run/piped_mail.h"

#include "engine/run/exit_code.h"
#include "engine/run/read_file.h"

#include <fmt/format.h>

#include <csignal>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string_view>

#include <unistd.h>

namespace deskhand::engine {
namespace {

constexpr int signals_to_stop[] = {SIGTERM, SIGINT, SIGHUP};

extern "C" void leave(int)
{
    constexpr std::string_view word = "deskhand ingest: told to stop; nothing was taken in, deliver the mail again\n";
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, word.data(), word.size());
    ::_exit(static_cast<int>(ExitCode::try_again));
}

void leave_when_told()
{
    struct sigaction action {};
    action.sa_handler = leave;
    for (const int signal : signals_to_stop) ::sigaction(signal, &action, nullptr);
}

void finish_whatever_is_told()
{
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : signals_to_stop) sigaddset(&set, signal);
    ::sigprocmask(SIG_BLOCK, &set, nullptr);
}

// Its pipe is closed a moment before a dying process hands its children on, so being handed on is not enough to look at:
// the kernel's flags of the process tell from the first moment (proc(5), /proc/pid/stat, field 9, PF_EXITING).
bool is_dying(pid_t process)
{
    constexpr unsigned long exiting = 0x4;
    std::ifstream file{fmt::format("/proc/{}/stat", process)};
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    const auto name_end = text.rfind(')');
    if (name_end == text.npos) return false; // not to be seen: hidden from us
    std::istringstream fields{text.substr(name_end + 1)};
    char state = 0;
    long ids = 0;
    unsigned long flags = 0;
    fields >> state;
    for (int field = 4; field < 9; ++field) fields >> ids;
    fields >> flags;
    return state == 'Z' || state == 'X' || (flags & exiting) != 0;
}

}

std::variant<WholeMail, NotWhole> read_piped_mail(std::optional<std::uint64_t> announced)
{
    const auto parent = ::getppid();
    leave_when_told();
    auto bytes = read_file("-");
    finish_whatever_is_told();
    if (!bytes) return NotWhole{"standard input could not be read"};
    if (bytes->empty()) return NotWhole{"standard input is empty"};
    if (announced) {
        if (*announced != bytes->size()) return NotWhole{fmt::format("{} octets came instead of the {} announced", bytes->size(), *announced)};
    } else if (is_dying(parent) || ::getppid() != parent) {
        return NotWhole{"the program that was handing the mail in has died, so this may be a piece of it"};
    }
    return WholeMail{*std::move(bytes)};
}

}
