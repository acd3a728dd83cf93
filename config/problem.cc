#include "config/problem.h"

#include <fmt/format.h>

#include <algorithm>

namespace deskhand::config {

std::string shown(const Problem& problem)
{
    std::string place = problem.file;
    if (problem.line > 0) place += fmt::format(":{}:{}", problem.line, std::max(problem.column, 1));
    const auto* word = problem.severity == Severity::error ? "error" : "warning";
    const auto* end = problem.remedy.empty() ? "" : ". ";
    return fmt::format("{}: {}: {}{}{}", place, word, problem.what, end, problem.remedy);
}

bool any_error(const std::vector<Problem>& problems)
{
    return std::any_of(problems.begin(), problems.end(),
                       [](const auto& problem) { return problem.severity == Severity::error; });
}

}
