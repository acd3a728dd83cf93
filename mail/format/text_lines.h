// Text laid out in lines and paragraphs, with quotation marks before each quoted line.
#pragma once
#include <string>
#include <string_view>

namespace deskhand::mail {

class TextLines {
public:
    // Text in running lines: blanks and line ends are one space, unless keep_blanks is in force.
    void add(std::string_view text);
    void start_line();      // unless at the start of one
    void start_paragraph(); // after one empty line, unless at the start of the text
    void end_line();        // always
    void start_item(std::string_view mark);
    void separate_cell(); // a tab, unless at the start of a line
    void quote_deeper() { ++quotes_; }
    void quote_less() { --quotes_; }
    void keep_blanks() { ++kept_; }
    void collapse_blanks() { --kept_; }

    std::size_t size() const { return text_.size(); }
    // What was added since the text had that size.
    std::string_view text_since(std::size_t size) const;
    std::string take();

private:
    void owe(int breaks);
    void break_lines();
    void put(char c);

    std::string text_;
    int breaks_ = 0;       // line ends owed before the next character
    int break_quotes_ = 0; // depth of quotation of the empty lines among them
    int quotes_ = 0, kept_ = 0;
    bool space_ = false, at_start_ = true;
};

}
