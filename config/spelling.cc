#include "config/spelling.h"
#include "config/quantity.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <vector>

namespace deskhand::config {

namespace {

constexpr std::size_t longest_word = 64;

struct Synonym {
    std::string_view theirs, ours;
};

constexpr std::array synonyms{Synonym{"username", "user"},
                              Synonym{"login", "user"},
                              Synonym{"account", "user"},
                              Synonym{"pass", "password"},
                              Synonym{"passwd", "password"},
                              Synonym{"secret", "password"},
                              Synonym{"server", "host"},
                              Synonym{"hostname", "host"},
                              Synonym{"hostname", "host_name"},
                              Synonym{"ssl", "security"},
                              Synonym{"encryption", "security"},
                              Synonym{"tls", "security"},
                              Synonym{"protocol", "type"},
                              Synonym{"kind", "type"},
                              Synonym{"interval", "poll"},
                              Synonym{"mailbox", "folder"},
                              Synonym{"directory", "folder"},
                              Synonym{"provider", "preset"},
                              Synonym{"email", "address"},
                              Synonym{"mail", "address"},
                              Synonym{"aliases", "also_known_as"},
                              Synonym{"members", "staff"},
                              Synonym{"users", "staff"},
                              Synonym{"people", "staff"},
                              Synonym{"agents", "staff"},
                              Synonym{"smtp", "outgoing"},
                              Synonym{"relay", "outgoing"},
                              Synonym{"imap", "mailboxes"},
                              Synonym{"accounts", "mailboxes"},
                              Synonym{"timezone", "zone"},
                              Synonym{"db", "database"},
                              Synonym{"ssl", "tls"},
                              Synonym{"archive", "processed"},
                              Synonym{"delete", "remove"},
                              Synonym{"leave", "keep"},
                              Synonym{"ai", "prediction"},
                              Synonym{"ssl/tls", "tls"},
                              Synonym{"plain", "none"},
                              Synonym{"office365", "microsoft365"},
                              Synonym{"o365", "microsoft365"},
                              Synonym{"outlook", "microsoft365"},
                              Synonym{"google", "gmail"}};

}

int edit_distance(std::string_view a, std::string_view b)
{
    const auto x = lower(a.substr(0, longest_word)), y = lower(b.substr(0, longest_word));
    std::vector<std::vector<int>> cost(x.size() + 1, std::vector<int>(y.size() + 1));
    for (std::size_t i = 0; i <= x.size(); ++i) cost[i][0] = static_cast<int>(i);
    for (std::size_t j = 0; j <= y.size(); ++j) cost[0][j] = static_cast<int>(j);
    for (std::size_t i = 1; i <= x.size(); ++i)
        for (std::size_t j = 1; j <= y.size(); ++j) {
            const int replaced = cost[i - 1][j - 1] + (x[i - 1] == y[j - 1] ? 0 : 1);
            cost[i][j] = std::min({replaced, cost[i - 1][j] + 1, cost[i][j - 1] + 1});
            if (i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1])
                cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
    return cost[x.size()][y.size()];
}

std::string_view nearest(std::string_view word, std::span<const std::string_view> known)
{
    const auto knows = [&](std::string_view w) {
        return std::find(known.begin(), known.end(), w) != known.end();
    };
    for (const auto& synonym : synonyms)
        if (lower(word) == synonym.theirs && knows(synonym.ours)) return synonym.ours;
    std::string_view best;
    int least = static_cast<int>(std::max<std::size_t>(word.size() / 3, 1)) + 1;
    for (const auto candidate : known)
        if (const int distance = edit_distance(word, candidate); distance < least) {
            least = distance;
            best = candidate;
        }
    return best;
}

std::string advice(std::string_view word, std::span<const std::string_view> known)
{
    if (const auto meant = nearest(word, known); !meant.empty())
        return fmt::format("did you mean `{}`?", meant);
    if (known.empty()) return "there is none yet; add it, or remove this";
    return fmt::format("known here: {}", fmt::join(known, ", "));
}

}
