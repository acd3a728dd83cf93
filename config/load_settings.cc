#include "config/load_settings.h"
#include "config/document.h"
#include "config/read_settings.h"

#include <algorithm>
#include <tuple>

namespace deskhand::config {

std::vector<Problem> in_order(std::vector<Problem> problems)
{
    std::stable_sort(problems.begin(), problems.end(), [](const Problem& a, const Problem& b) {
        return std::tie(a.file, a.line, a.column) < std::tie(b.file, b.line, b.column);
    });
    return problems;
}

LoadedSettings load_settings(const std::filesystem::path& file)
{
    const auto name = file.string();
    const auto text = read_text_file(name);
    if (const auto* problem = std::get_if<Problem>(&text)) return {{}, {*problem}};
    const auto document = parse_document(std::get<std::string>(text), name);
    if (const auto* problem = std::get_if<Problem>(&document)) return {{}, {*problem}};
    Report report{name};
    const auto& root = std::get<Node>(document);
    auto settings = read_settings(root, file, report);
    check_settings(settings, root, report);
    return {std::move(settings), in_order(report.problems())};
}

}
