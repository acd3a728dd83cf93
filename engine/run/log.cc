#include "engine/run/log.h"

#include <unistd.h>

#include <fmt/chrono.h>

namespace deskhand::engine {
namespace {

std::string printable(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        const auto octet = static_cast<unsigned char>(c);
        if (octet < 0x20 || octet == 0x7f) out += fmt::format("\\x{:02x}", octet);
        else out += c;
    }
    return out;
}

std::string_view name_of(LogLevel level)
{
    switch (level) {
    case LogLevel::info: return "info";
    case LogLevel::warning: return "warning";
    case LogLevel::error: break;
    }
    return "error";
}

}

std::string written(Instant at)
{
    const auto seconds = std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
    return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(static_cast<std::time_t>(seconds)));
}

void log(LogLevel level, std::string_view who, std::string_view text)
{
    const auto now = std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
    const auto line = fmt::format("{} {} {}: {}\n", written(now), name_of(level), who, printable(text));
    // A log that cannot be written must not stop the desk.
    [[maybe_unused]] const auto ignored = ::write(STDERR_FILENO, line.data(), line.size());
}

}
