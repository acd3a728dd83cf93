// A whole file, or standard input, as octets.
#pragma once
#include <filesystem>
#include <optional>
#include <string>

namespace deskhand::engine {

// "-" is standard input. Nothing when it cannot be read.
std::optional<std::string> read_file(const std::filesystem::path& path);

}
