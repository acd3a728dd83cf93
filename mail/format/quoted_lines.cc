#include "mail/format/quoted_lines.h"

#include "mail/format/ascii.h"
#include "mail/format/quote_words.h"

#include <algorithm>

namespace deskhand::mail {
namespace {

constexpr std::size_t most_lines = 100'000;

// ">" within the first octets, or a writer's initials before it ("JD> ").
bool is_quoted(std::string_view content, std::string_view whole)
{
    if (content.starts_with('>')) return whole.find('>') <= 4;
    std::size_t letters = 0;
    while (letters < content.size() && letters < 3 && content[letters] >= 'A' && content[letters] <= 'Z') ++letters;
    return letters > 0 && letters < content.size() && content[letters] == '>';
}

TextLine line_of(std::string_view whole)
{
    TextLine line{whole, visible(whole), false};
    line.quoted = is_quoted(line.content, whole);
    return line;
}

// Where in the line an introduction begins behind other words; 0 when there is none.
std::size_t shared_introduction(const TextLine& line)
{
    constexpr std::size_t longest = 300; // octets
    const auto content = line.content;
    if (line.quoted || content.size() > longest || !content.ends_with(':') || opens_attribution(content)) return 0;
    for (auto at = content.find(' '); at != content.npos; at = content.find(' ', at + 1)) {
        const auto tail = content.substr(at + 1);
        if (tail.empty() || tail.front() < 'A' || tail.front() > 'Z' || !opens_attribution(tail)) continue;
        const TextLine alone{tail, tail, false};
        if (attribution_size({&alone, 1}) > 0) return static_cast<std::size_t>(tail.data() - line.whole.data());
    }
    return 0;
}

}

std::string_view visible(std::string_view text)
{
    const auto is_mark = [](std::string_view c) { // U+200B-200F, U+202A-202E, U+2066-2069, U+FEFF
        if (c == "\xEF\xBB\xBF") return true;
        const auto last = static_cast<unsigned char>(c[2]);
        return (c.starts_with("\xE2\x80") &&
                ((last >= 0x8B && last <= 0x8F) || (last >= 0xAA && last <= 0xAE))) ||
               (c.starts_with("\xE2\x81") && last >= 0xA6 && last <= 0xA9);
    };
    for (;;) {
        text = trimmed(text);
        if (text.size() >= 3 && is_high(text.front()) && is_mark(text.substr(0, 3)))
            text.remove_prefix(3);
        else if (text.size() >= 3 && is_high(text.back()) && is_mark(text.substr(text.size() - 3)))
            text.remove_suffix(3);
        else if (text.starts_with("\xC2\xA0"))
            text.remove_prefix(2);
        else if (text.ends_with("\xC2\xA0"))
            text.remove_suffix(2);
        else
            return text;
    }
}

std::vector<TextLine> lines_of(std::string_view text)
{
    std::vector<TextLine> lines;
    while (!text.empty()) {
        auto size = text.find('\n');
        size = size == std::string_view::npos || lines.size() + 2 >= most_lines ? text.size() : size + 1;
        const auto line = line_of(text.substr(0, size));
        text.remove_prefix(size);
        const auto at = text.starts_with('>') ? shared_introduction(line) : 0;
        if (at > 0) lines.push_back(line_of(line.whole.substr(0, at)));
        lines.push_back(at > 0 ? line_of(line.whole.substr(at)) : line);
    }
    return lines;
}

std::string_view without_quote_marks(std::string_view line)
{
    while (!line.empty() && (line.front() == '>' || is_blank(line.front()))) line.remove_prefix(1);
    return line;
}

}
