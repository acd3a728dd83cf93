#include "engine/run/table_text.h"

#include "engine/run/utf8.h"

#include <fmt/core.h>

#include <algorithm>

namespace deskhand::engine {
namespace {

constexpr std::string_view between = "  ";

std::string filled(const std::string& cell, std::size_t width, Column::Side side)
{
    const std::string blanks(width - std::min(width, columns_of(cell)), ' ');
    return side == Column::Side::left ? cell + blanks : blanks + cell;
}

}

void TextTable::add(std::vector<std::string> cells)
{
    cells.resize(columns_.size());
    for (std::size_t at = 0; at < cells.size(); ++at) cells[at] = shortened(one_line(cells[at]), columns_[at].most);
    rows_.push_back(std::move(cells));
}

std::string TextTable::text(std::size_t indent) const
{
    std::vector<std::string> titles;
    for (const auto& column : columns_) titles.push_back(column.title);
    std::vector<std::size_t> widths(columns_.size());
    const auto widen = [&](const std::vector<std::string>& row) {
        for (std::size_t at = 0; at < row.size(); ++at) widths[at] = std::max(widths[at], columns_of(row[at]));
    };
    widen(titles);
    for (const auto& row : rows_) widen(row);

    std::string out;
    const auto write = [&](const std::vector<std::string>& row) {
        std::string line(indent, ' ');
        for (std::size_t at = 0; at < row.size(); ++at)
            (line += at == 0 ? "" : between) += filled(row[at], widths[at], columns_[at].side);
        const auto last = line.find_last_not_of(' ');
        line.resize(last == line.npos ? 0 : last + 1);
        out += line + "\n";
    };
    write(titles);
    for (const auto& row : rows_) write(row);
    return out;
}

std::string titled(std::string_view title, std::string_view text)
{
    return text.empty() ? std::string{} : fmt::format("{:<12} {}\n", title, one_line(text));
}

}
