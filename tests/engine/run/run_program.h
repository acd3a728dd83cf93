// The real program run to its end, with what it said.
#pragma once
#include "tests/support/temp_dir.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <sys/wait.h>
#include <vector>

namespace deskhand::tests {

struct Ended {
    int code = -1; // exit status; -1 when a signal ended it
    std::string out, err;
};

inline std::string text_in(const std::filesystem::path& file)
{
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

inline void write_file(const std::filesystem::path& file, const std::string& text)
{
    std::ofstream{file, std::ios::binary} << text;
}

inline std::string in_shell_quotes(const std::string& word)
{
    std::string out = "'";
    for (const char c : word) out += c == '\'' ? std::string{"'\\''"} : std::string{c};
    return out + "'";
}

// Runs a shell command line inside `folder` with these octets as standard input.
inline Ended run_shell(const std::string& line, const std::filesystem::path& folder, const std::string& input = {})
{
    const TempDir talk;
    const auto in = talk.path() / "in", out = talk.path() / "out", err = talk.path() / "err";
    write_file(in, input);
    const auto whole = "cd " + in_shell_quotes(folder.string()) + " && " + line + " <" + in_shell_quotes(in.string()) + " >" +
                       in_shell_quotes(out.string()) + " 2>" + in_shell_quotes(err.string());
    const int status = std::system(whole.c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, text_in(out), text_in(err)};
}

// Runs the built program inside `folder`, no configuration of the environment in its way.
inline Ended run_program(const std::vector<std::string>& words, const std::filesystem::path& folder, const std::string& input = {})
{
    std::string line = "env -u DESKHAND_CONFIG " + in_shell_quotes(DESKHAND_PROGRAM);
    for (const auto& word : words) line += " " + in_shell_quotes(word);
    return run_shell(line, folder, input);
}

}
