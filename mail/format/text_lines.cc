#include "mail/format/text_lines.h"

#include "mail/format/ascii.h"

#include <algorithm>
#include <utility>

namespace deskhand::mail {

void TextLines::add(std::string_view text)
{
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool hard_space = text.substr(i, 2) == "\xC2\xA0";
        if (hard_space) ++i;
        const char c = hard_space ? ' ' : text[i];
        if (kept_ > 0 && c == '\n') {
            end_line();
        } else if (kept_ > 0 && is_blank(c)) {
            break_lines();
            put(c);
        } else if (is_space(c)) {
            space_ = true;
        } else {
            break_lines();
            if (space_ && !at_start_) text_ += ' ';
            put(c);
        }
    }
}

void TextLines::put(char c)
{
    text_ += c;
    space_ = at_start_ = false;
}

// Line ends that are owed, and the quotation marks of the line that begins.
void TextLines::break_lines()
{
    if (breaks_ == 0 && !text_.empty()) return;
    const auto marks = [](int depth) {
        return std::string(static_cast<std::size_t>(std::max(0, depth)), '>');
    };
    if (text_.empty()) breaks_ = 0;
    for (; breaks_ > 0; --breaks_) {
        text_ += '\n';
        if (breaks_ > 1) text_ += marks(break_quotes_);
    }
    if (quotes_ > 0) text_ += marks(quotes_) + ' ';
    at_start_ = true;
    space_ = false;
}

// Empty lines between two depths of quotation belong to the lesser one.
void TextLines::owe(int breaks)
{
    if (text_.empty()) return;
    break_quotes_ = breaks_ == 0 ? quotes_ : std::min(break_quotes_, quotes_);
    breaks_ = breaks;
}

void TextLines::start_line() { owe(std::max(breaks_, 1)); }

void TextLines::start_paragraph() { owe(std::max(breaks_, 2)); }

void TextLines::end_line()
{
    constexpr int most_empty_lines = 3;
    owe(std::min(breaks_ + 1, most_empty_lines));
}

void TextLines::start_item(std::string_view mark)
{
    start_line();
    break_lines();
    for (const char c : mark) text_ += c;
    at_start_ = true;
}

void TextLines::separate_cell()
{
    if (breaks_ > 0 || at_start_) return;
    text_ += '\t';
    at_start_ = true;
}

std::string_view TextLines::text_since(std::size_t size) const
{
    return std::string_view{text_}.substr(std::min(size, text_.size()));
}

std::string TextLines::take()
{
    while (!text_.empty() && is_space(text_.back())) text_.pop_back();
    if (!text_.empty()) text_ += '\n';
    return std::exchange(text_, {});
}

}
