#include "config/document.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace deskhand::config {

const Node* find(const Node& map, std::string_view key)
{
    for (const auto& item : map.items)
        if (item.key == key && item.kind != Node::Kind::nothing) return &item;
    return nullptr;
}

std::variant<std::string, Problem> read_text_file(const std::string& file)
{
    const auto problem = [&](const std::string& why, const std::string& remedy) {
        return Problem{.file = file, .what = why, .remedy = remedy};
    };
    std::error_code failed;
    const auto status = std::filesystem::status(file, failed);
    if (!std::filesystem::exists(status))
        return problem("there is no such file", "check the path; `deskhand init` writes a new one");
    if (std::filesystem::is_directory(status))
        return problem("this is a folder, not a file", "name the file in it");
    std::ifstream in{file, std::ios::binary};
    std::string text{std::istreambuf_iterator<char>{in}, {}};
    if (!in.is_open() || in.bad())
        return problem(fmt::format("cannot be read: {}", std::strerror(errno)),
                       "make it readable for the user deskhand runs as");
    return text;
}

void Report::error(Place at, std::string what, std::string remedy)
{
    problems_.push_back({.file = file_,
                         .line = at.line,
                         .column = at.column,
                         .what = std::move(what),
                         .remedy = std::move(remedy)});
}

void Report::warning(Place at, std::string what, std::string remedy)
{
    problems_.push_back({.file = file_,
                         .line = at.line,
                         .column = at.column,
                         .what = std::move(what),
                         .remedy = std::move(remedy),
                         .severity = Severity::warning});
}

}
