#include "rules/nearest_name.h"

#include "rules/ascii.h"

#include <fmt/format.h>

#include <algorithm>

namespace deskhand::rules {

namespace {

constexpr std::size_t longest_word = 64;
constexpr std::size_t most_names_listed = 12;

// Optimal string alignment distance over three rolling rows.
std::size_t edits(const std::string& a, const std::string& b)
{
    std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            row[j] = std::min({last[j] + 1, row[j - 1] + 1,
                               last[j - 1] + (a[i - 1] == b[j - 1] ? 0u : 1u)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], before[j - 2] + 1);
        }
        std::swap(before, last);
        std::swap(last, row);
    }
    return last[b.size()];
}

}

std::string nearest_name(std::string_view word, std::span<const std::string> names)
{
    if (word.empty() || word.size() > longest_word) return {};
    std::string nearest;
    std::size_t least = std::max<std::size_t>(1, word.size() / 3) + 1;
    for (const auto& name : names) {
        if (name.size() > longest_word) continue;
        const auto distance = edits(lower(word), lower(name));
        if (distance < least) {
            least = distance;
            nearest = name;
        }
    }
    return nearest;
}

std::string suggestion(std::string_view word, std::span<const std::string> names)
{
    if (const auto nearest = nearest_name(word, names); !nearest.empty())
        return fmt::format("did you mean `{}`?", nearest);
    if (names.empty()) return "none is known";
    const auto shown = names.first(std::min(names.size(), most_names_listed));
    return fmt::format("known are: {}{}", fmt::join(shown, ", "),
                       shown.size() < names.size() ? ", ..." : "");
}

}
