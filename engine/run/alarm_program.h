// Hands an alarm to a program of the operator's: a pager, a chat, a siren.
#pragma once
#include <filesystem>
#include <string>

namespace deskhand::engine {

// Runs the program with `text` on its standard input and waits for it, at most 20 seconds. Returns what went wrong, empty
// when it ended with 0.
std::string tell_program(const std::filesystem::path& program, const std::string& text);

}
