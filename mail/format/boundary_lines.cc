#include "mail/format/boundary_lines.h"

#include "mail/format/ascii.h"

#include <algorithm>

namespace deskhand::mail {
namespace {

constexpr int most_blanks = 8; // that may end a boundary, of one line

}

BoundaryLines::BoundaryLines(std::string_view octets, std::size_t longest)
{
    for (std::size_t at = 0; at < octets.size();) {
        const auto end = std::min(octets.find('\n', at), octets.size());
        auto line = octets.substr(at, end - at);
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (line.starts_with("--") && line.size() <= longest) take_line(line.substr(2), at);
        at = end + 1;
    }
    std::sort(lines_.begin(), lines_.end());
}

void BoundaryLines::take_line(std::string_view text, std::size_t at)
{
    take(text, at);
    const auto tight = trimmed_right(text);
    if (tight.size() < text.size()) take(tight, at);
    auto blank = tight.find_first_of(" \t");
    for (int i = 0; i < most_blanks && blank != std::string_view::npos; ++i) {
        take(tight.substr(0, blank), at);
        blank = tight.find_first_of(" \t", blank + 1);
    }
}

// As a line between parts, and as the last one.
void BoundaryLines::take(std::string_view text, std::size_t at)
{
    // lines repeated at once need one place, the last
    if (!lines_.empty() && lines_.back().first == text) lines_.pop_back();
    lines_.emplace_back(text, at);
    if (text.ends_with("--")) lines_.emplace_back(text.substr(0, text.size() - 2), at);
}

bool BoundaryLines::comes(std::string_view boundary, std::size_t from) const
{
    const auto found = std::lower_bound(lines_.begin(), lines_.end(), std::pair{boundary, from});
    return found != lines_.end() && found->first == boundary;
}

}
