// Columns of text that line up on a terminal.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace deskhand::engine {

struct Column {
    std::string title;
    std::size_t most = 60; // columns of the terminal; longer cells are cut with "…"
    enum class Side { left, right } side = Side::left;
};

class TextTable {
public:
    explicit TextTable(std::vector<Column> columns) : columns_{std::move(columns)} {}

    // As many cells as there are columns; control characters and line breaks become spaces.
    void add(std::vector<std::string> cells);
    bool empty() const { return rows_.empty(); }

    // Title line and rows, each ending in a line break, without trailing blanks. `indent` spaces
    // stand before every line.
    std::string text(std::size_t indent = 0) const;

private:
    std::vector<Column> columns_;
    std::vector<std::vector<std::string>> rows_;
};

// "title        text" on one line; nothing for an empty text.
std::string titled(std::string_view title, std::string_view text);

}
