// Which boundaries a mail has lines for (RFC 2046 section 5.1.1), without searching anew for each.
#pragma once
#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

namespace deskhand::mail {

// What may follow "--" on a line that ends or begins a part, with the place of its line. Points into
// the octets. Built in one pass and sorted; of a line with many blanks only the first few are looked at
// as the boundary's end.
class BoundaryLines {
public:
    // Lines longer than `longest` octets are none.
    BoundaryLines(std::string_view octets, std::size_t longest);

    // Whether a line of that boundary begins at `from` or later.
    bool comes(std::string_view boundary, std::size_t from) const;

private:
    void take_line(std::string_view text, std::size_t at);
    void take(std::string_view text, std::size_t at);

    std::vector<std::pair<std::string_view, std::size_t>> lines_; // sorted
};

}
