#include "engine/run/read_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace deskhand::engine {
namespace {

std::optional<std::string> read_all(int file)
{
    std::string bytes;
    std::array<char, 65536> piece;
    for (;;) {
        const auto got = ::read(file, piece.data(), piece.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return {};
        if (got == 0) return bytes;
        bytes.append(piece.data(), static_cast<std::size_t>(got));
    }
}

}

std::optional<std::string> read_file(const std::filesystem::path& path)
{
    if (path == "-") return read_all(STDIN_FILENO);
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return {};
    auto bytes = read_all(file);
    ::close(file);
    return bytes;
}

}
