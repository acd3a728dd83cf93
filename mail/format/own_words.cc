#include "mail/format/own_words.h"

#include "mail/format/ascii.h"
#include "mail/format/closing_lines.h"
#include "mail/format/quote_shapes.h"

#include <algorithm>
#include <optional>
#include <span>
#include <utility>

namespace deskhand::mail {
namespace {

constexpr std::size_t most_lines = 100'000;        // looked at; the rest goes with the last of them
constexpr std::size_t longest_signature = 14;      // lines after a sign-off or "--"
constexpr std::size_t longest_signature_line = 90; // octets
constexpr std::size_t banner_lines = 4;            // of text at the top

// Without blanks and marks of reading direction or zero width at either end.
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
        else
            return text;
    }
}

// ">" within the first octets, or a writer's initials before it ("JD> ").
bool is_quoted(std::string_view content, std::string_view whole)
{
    if (content.starts_with('>')) return whole.find('>') <= 4;
    std::size_t letters = 0;
    while (letters < content.size() && letters < 3 && content[letters] >= 'A' &&
           content[letters] <= 'Z')
        ++letters;
    return letters > 0 && letters < content.size() && content[letters] == '>';
}

std::vector<TextLine> lines_of(std::string_view text)
{
    std::vector<TextLine> lines;
    while (!text.empty()) {
        auto size = text.find('\n');
        size = size == std::string_view::npos || lines.size() + 1 == most_lines ? text.size()
                                                                                : size + 1;
        TextLine line;
        line.whole = text.substr(0, size);
        line.content = visible(line.whole);
        line.quoted = is_quoted(line.content, line.whole);
        lines.push_back(line);
        text.remove_prefix(size);
    }
    return lines;
}

class Cutter {
public:
    Cutter(std::string_view text, std::string_view sender)
        : text_{text}, sender_{sender}, lines_{lines_of(text)}, kinds_(lines_.size(), SpanKind::own)
    {
    }

    std::vector<Span> cut()
    {
        mark_quoted_lines();
        mark_openings();
        fill_between_quotes();
        mark_banner();
        close_own_blocks();
        if (!has_own()) give_back();
        return joined();
    }

private:
    std::span<const TextLine> from(std::size_t i) const { return std::span{lines_}.subspan(i); }
    bool blank(std::size_t i) const { return lines_[i].content.empty(); }

    void mark(std::size_t from, std::size_t to, SpanKind kind)
    {
        std::fill(kinds_.begin() + static_cast<std::ptrdiff_t>(from),
                  kinds_.begin() + static_cast<std::ptrdiff_t>(to), kind);
    }

    void mark_quoted_lines()
    {
        for (std::size_t i = 0; i < lines_.size(); ++i)
            if (lines_[i].quoted || is_wrapped_quote(i)) kinds_[i] = SpanKind::quote;
    }

    // The tail of a quoted line that some program wrapped without a mark.
    bool is_wrapped_quote(std::size_t i) const
    {
        constexpr std::size_t full_line = 55; // octets
        if (i == 0 || i + 1 >= lines_.size() || blank(i) || !lines_[i - 1].quoted ||
            !lines_[i + 1].quoted)
            return false;
        const char first = lines_[i].content.front();
        return lines_[i - 1].content.size() >= full_line &&
               ((first >= 'a' && first <= 'z') || first == '_');
    }

    // Lines that introduce a quotation; where no marked lines follow, it reaches to the end.
    void mark_openings()
    {
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            if (lines_[i].quoted && opens_quoted_forward(i))
                return mark_to_end(i, i + 1, SpanKind::forward);
            if (blank(i) || lines_[i].quoted) continue;
            if (lines_[i].content.find(reply_marker) != std::string_view::npos)
                return mark_to_end(i, i + 1, SpanKind::quote);
            const auto kind = ruler_of(lines_[i].content) == Ruler::forwarded ? SpanKind::forward
                                                                              : SpanKind::quote;
            if (kind == SpanKind::forward) return mark_to_end(i, i + 1, kind);
            if (const auto size = header_block_size(from(i))) return mark_to_end(i, i + size, kind);
            if (ruler_of(lines_[i].content) == Ruler::original) return mark_to_end(i, i + 1, kind);
            const auto size = attribution_size(from(i));
            if (size == 0) continue;
            if (!quote_follows(i + size)) return mark_to_end(i, i + size, kind);
            mark(i, i + size, kind);
            i += size - 1;
        }
    }

    // Apple quotes the mail it forwards: "> Begin forwarded message:".
    bool opens_quoted_forward(std::size_t i) const
    {
        if (i > 0 && lines_[i - 1].quoted) return false;
        auto content = lines_[i].content;
        content.remove_prefix(std::min(content.find('>') + 1, content.size()));
        return ruler_of(trimmed(content)) == Ruler::forwarded;
    }

    bool quote_follows(std::size_t i) const
    {
        for (std::size_t n = 0; i < lines_.size() && n < 4; ++i, ++n)
            if (!blank(i)) return lines_[i].quoted;
        return false;
    }

    void mark_to_end(std::size_t begin, std::size_t intro_end, SpanKind kind)
    {
        mark(begin, lines_.size(), kind);
        open_end_ = intro_end;
    }

    // Empty lines inside a quotation belong to it.
    void fill_between_quotes()
    {
        auto from = lines_.size(); // behind the last quoted line; the size while there is none
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            if (kinds_[i] == SpanKind::own && !blank(i)) from = lines_.size();
            if (kinds_[i] != SpanKind::quote) continue;
            if (from < i) mark(from, i, SpanKind::quote);
            from = i + 1;
        }
    }

    void mark_banner()
    {
        std::size_t seen = 0;
        for (std::size_t i = 0; i < lines_.size() && seen < banner_lines; ++i) {
            if (blank(i) || kinds_[i] != SpanKind::own) continue;
            ++seen;
            if (!is_banner(lines_[i].content)) continue;
            auto end = i + 1; // the warning's paragraph
            while (end < lines_.size() && !blank(end) && kinds_[end] == SpanKind::own &&
                   end < i + 8)
                ++end;
            mark(0, end, SpanKind::banner);
            return;
        }
    }

    void close_own_blocks()
    {
        for (std::size_t i = 0; i < lines_.size();) i = close_own_block(i);
    }

    // Finds what closes the block of own lines that begins at or after `begin`; returns where to go
    // on.
    std::size_t close_own_block(std::size_t begin)
    {
        while (begin < lines_.size() && kinds_[begin] != SpanKind::own) ++begin;
        auto end = begin;
        while (end < lines_.size() && kinds_[end] == SpanKind::own) ++end;
        const auto next = end;
        end = mark_footer(begin, end);
        end = mark_devices(begin, end);
        mark_signature(begin, end);
        return next;
    }

    std::size_t mark_footer(std::size_t begin, std::size_t end)
    {
        bool has_text = false; // above
        for (auto i = begin; i < end; ++i) {
            if (blank(i) || !std::exchange(has_text, true)) continue;
            const bool list = is_rule(lines_[i].content) && says_list(i + 1, std::min(end, i + 6));
            if (!list && !is_footer_opening(lines_[i].content)) continue;
            mark(i, end, SpanKind::footer);
            return i;
        }
        return end;
    }

    bool says_list(std::size_t i, std::size_t end) const
    {
        for (; i < end; ++i)
            for (const auto* word : {"mailing list", "mailman", "listinfo", "unsubscribe",
                                     "subscription", "http://", "https://"})
                if (contains_nocase(lines_[i].content, word)) return true;
        return false;
    }

    std::size_t mark_signature(std::size_t begin, std::size_t end)
    {
        auto last = end; // one past the last line with text
        while (last > begin && blank(last - 1)) --last;
        const auto reach = std::max(begin + 1, last - std::min(last, longest_signature + 1));
        for (auto i = begin; i < last; ++i) { // the standard mark counts wherever it stands
            const bool exact = lines_[i].whole.starts_with("-- \n") ||
                               lines_[i].whole.starts_with("-- \r\n") || lines_[i].whole == "-- ";
            if (exact || (i >= reach && is_signature_mark(lines_[i].whole))) {
                if (i == begin && !exact) continue;
                mark(i, end, SpanKind::signoff);
                return i;
            }
        }
        for (auto i = reach; i < last; ++i) {
            if (!is_sign_off(lines_[i].content) || !looks_like_signature(i + 1, last)) continue;
            mark(i, end, SpanKind::signoff);
            return i;
        }
        return mark_closing_name(begin, last, end);
    }

    // The last paragraph, when it begins with a name and is short; or a last line that is one.
    std::size_t mark_closing_name(std::size_t begin, std::size_t last, std::size_t end)
    {
        constexpr std::size_t longest_paragraph = 8; // lines
        auto first = last;
        while (first > begin && !blank(first - 1) && last - first <= longest_paragraph) --first;
        const auto name_at = [&](std::size_t i) {
            return i > begin && i < last && is_closing_name(lines_[i].content, sender_) &&
                   looks_like_signature(i, last);
        };
        auto i = last;
        if (first > begin && blank(first - 1) && last - first <= longest_paragraph &&
            name_at(first))
            i = first;
        else if (last > begin && name_at(last - 1) && ends_sentence(last - 1, begin))
            i = last - 1;
        if (i == last || (i == first && !ends_sentence(i, begin))) return end;
        mark(i, end, SpanKind::signoff);
        return i;
    }

    // The text above line i is no heading or list that the line goes on.
    bool ends_sentence(std::size_t i, std::size_t begin) const
    {
        while (i > begin && blank(i - 1)) --i;
        if (i == begin) return false;
        const char mark = lines_[i - 1].content.back();
        return mark != ':' && mark != ',' && mark != '-' && mark != ';';
    }

    bool looks_like_signature(std::size_t begin, std::size_t end) const
    {
        std::size_t lines = 0;
        for (auto i = begin; i < end; ++i) {
            if (blank(i)) continue;
            if (lines_[i].content.size() > longest_signature_line) return false;
            ++lines;
        }
        return lines <= longest_signature;
    }

    // A program adds its line under what was written; text below it is older. At the top it is only
    // itself. Returns where the words above it end.
    std::size_t mark_devices(std::size_t begin, std::size_t end)
    {
        bool has_text = false; // above
        for (auto i = begin; i < end; ++i) {
            if (blank(i)) continue;
            if (!is_device_line(lines_[i].content) || !stands_alone(i, begin, end)) {
                has_text = true;
                continue;
            }
            kinds_[i] = SpanKind::device;
            if (!has_text) continue;
            if (const auto below = next_other_text(i, end); below < end)
                mark(below, end, SpanKind::quote);
            return i;
        }
        return end;
    }

    // The first line with text that is neither a device's line nor short enough to go with one.
    std::size_t next_other_text(std::size_t i, std::size_t end)
    {
        for (++i; i < end; ++i) {
            if (blank(i)) continue;
            if (!is_device_line(lines_[i].content)) return i;
            kinds_[i] = SpanKind::device;
        }
        return end;
    }

    // At either end of its block, or with empty lines around it.
    bool stands_alone(std::size_t i, std::size_t begin, std::size_t end) const
    {
        const bool above = i == begin || blank(i - 1);
        const bool below = i + 1 == end || blank(i + 1);
        return above || below;
    }

    bool has_own() const
    {
        for (std::size_t i = 0; i < lines_.size(); ++i)
            if (kinds_[i] == SpanKind::own && !blank(i)) return true;
        return false;
    }

    // Nothing is left as own: first the text below an introduction without quotation marks, then
    // whatever is not marked as quoted.
    void give_back()
    {
        for (auto i = open_end_.value_or(lines_.size()); i < lines_.size(); ++i)
            if (kinds_[i] == SpanKind::quote && !lines_[i].quoted) kinds_[i] = SpanKind::own;
        if (has_own()) {
            auto given = kinds_;
            close_own_blocks();
            if (!has_own()) kinds_ = std::move(given);
            return;
        }
        for (const auto kind :
             {SpanKind::signoff, SpanKind::footer, SpanKind::banner, SpanKind::device}) {
            std::replace(kinds_.begin(), kinds_.end(), kind, SpanKind::own);
            if (has_own()) return;
        }
    }

    std::vector<Span> joined() const
    {
        std::vector<Span> spans;
        std::size_t at = 0;
        for (std::size_t i = 0; i < lines_.size();) {
            auto end = i;
            std::size_t size = 0;
            while (end < lines_.size() && kinds_[end] == kinds_[i])
                size += lines_[end++].whole.size();
            spans.push_back({kinds_[i], std::string{text_.substr(at, size)}});
            at += size;
            i = end;
        }
        return spans;
    }

    std::string_view text_, sender_;
    std::vector<TextLine> lines_;
    std::vector<SpanKind> kinds_;
    std::optional<std::size_t> open_end_; // where the text below an open-ended introduction begins
};

}

std::vector<Span> spans_of(std::string_view text, std::string_view sender)
{
    return Cutter{text, sender}.cut();
}

std::string sender_of(const Message& message)
{
    return message.from.empty() ? std::string{}
                                : message.from.front().name + " <" + message.from.front().addr;
}

}
