#include "mail/format/quotations.h"

#include "mail/format/added_lines.h"
#include "mail/format/quote_words.h"
#include "mail/format/quoted_lines.h"

#include <algorithm>

namespace deskhand::mail {
namespace {

class Marker {
public:
    explicit Marker(std::span<const TextLine> lines) : lines_{lines}, kinds_(lines.size(), SpanKind::own) {}

    Quotations marked()
    {
        mark_quoted_lines();
        mark_openings();
        fill_between_quotes();
        return {std::move(kinds_), introduced_, open_end_};
    }

private:
    std::span<const TextLine> from(std::size_t i) const { return lines_.subspan(i); }
    bool blank(std::size_t i) const { return lines_[i].content.empty(); }

    void mark(std::size_t from, std::size_t to, SpanKind kind)
    {
        std::fill(kinds_.begin() + static_cast<std::ptrdiff_t>(from), kinds_.begin() + static_cast<std::ptrdiff_t>(to), kind);
    }

    void mark_quoted_lines()
    {
        for (std::size_t i = 0; i < lines_.size(); ++i)
            if (lines_[i].quoted || is_wrapped_quote(i)) kinds_[i] = SpanKind::quote;
    }

    bool is_quote(std::size_t i) const { return kinds_[i] == SpanKind::quote; }

    // "(http://..." was opened in a quoted line above and its ")" is in this line or soon below, in a quoted one.
    bool inside_link(std::size_t i) const
    {
        constexpr std::size_t most_lines_of_it = 3;
        if (lines_[i].content.find(' ') != std::string_view::npos) return false;
        auto open = i;
        for (std::size_t n = 0; open > 0 && n < most_lines_of_it && !lines_[open].quoted; ++n) --open;
        const auto begin = lines_[open].content.find_last_of("(<");
        if (!lines_[open].quoted || begin == std::string_view::npos || lines_[open].content.find_first_of(")>", begin + 1) != std::string_view::npos)
            return false;
        auto close = i;
        for (std::size_t n = 0; close < lines_.size() && n < most_lines_of_it && lines_[close].content.find(')') == std::string_view::npos; ++n) ++close;
        return close < lines_.size() && lines_[close].content.find(')') != std::string_view::npos && (close > i ? lines_[close].quoted : true) &&
               i + 1 < lines_.size() && (close > i || lines_[i + 1].quoted);
    }

    // The tail of a quoted line that some program wrapped without a mark, the end of a link for one.
    bool is_wrapped_quote(std::size_t i) const
    {
        constexpr std::size_t full_line = 55; // octets
        if (i == 0 || i + 1 >= lines_.size() || blank(i) || !is_quote(i - 1)) return false;
        const auto above = lines_[i - 1].content;
        if (inside_link(i)) return true;
        if (!lines_[i - 1].quoted || !lines_[i + 1].quoted) return false;
        if (const auto link = above.rfind("://"); link != above.npos && above.find_first_of(" )>", link) == above.npos)
            return lines_[i].content.find(' ') == std::string_view::npos;
        const char first = lines_[i].content.front();
        return above.size() >= full_line &&
               ((first >= 'a' && first <= 'z') || first == '_');
    }

    // Lines that introduce a quotation; where no marked lines follow, it reaches to the end.
    void mark_openings()
    {
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            if (blank(i)) continue;
            const bool marker = announces_older(lines_[i].content);
            introduced_ = introduced_ || marker;
            if (forward_opens(i)) {
                const auto end = end_of_forward(i);
                mark(i, end, SpanKind::forward);
                i = end - 1;
                continue;
            }
            if (lines_[i].quoted) continue;
            if (marker) return mark_to_end(i, i + 1, SpanKind::quote);
            if (const auto size = header_block_size(from(i)))
                return mark_to_end(i, i + size, has_words_above(i) || ruler_of(lines_[i].content) != Ruler::none ? SpanKind::quote : SpanKind::forward);
            if (ruler_of(lines_[i].content) == Ruler::original) return mark_to_end(i, i + 1, SpanKind::quote);
            if (ruler_of(lines_[i].content) == Ruler::heading && introduction_follows(i + 1)) return mark_to_end(i, i + 1, SpanKind::quote);
            const auto size = attribution_size(from(i));
            if (size == 0 || (!quote_follows(i + size) && runs_on(i, size))) continue;
            if (!quote_follows(i + size) && has_words_above(i)) return mark_to_end(i, i + size, SpanKind::quote);
            introduced_ = true;
            mark(i, i + size, SpanKind::quote); // at the top and without marked lines, the answer stands below
            i += size - 1;
        }
    }

    // "..., as your colleague wrote at 10:30:" inside of a paragraph.
    bool runs_on(std::size_t i, std::size_t size) const
    {
        if (i == 0 || blank(i - 1)) return false;
        for (auto n = i; n < i + size; ++n)
            if (lines_[n].content.find('@') != std::string_view::npos) return false;
        return kinds_[i - 1] == SpanKind::own;
    }

    bool introduction_follows(std::size_t i) const
    {
        while (i < lines_.size() && blank(i)) ++i;
        return i < lines_.size() && attribution_size(from(i)) > 0;
    }

    bool has_words_above(std::size_t i)
    {
        for (; words_seen_ < i && !words_above_; ++words_seen_)
            words_above_ = !blank(words_seen_) && kinds_[words_seen_] == SpanKind::own && !is_device_line(lines_[words_seen_].content);
        return words_above_;
    }

    // A ruler or sentence announces a forwarded mail, or a quotation without introduction begins with
    // the header of one, as Apple quotes what it forwards.
    bool forward_opens(std::size_t i) const
    {
        const auto content = lines_[i].content;
        if (!lines_[i].quoted) return ruler_of(content) == Ruler::forwarded || (announces_forward(content) && copied_header_follows(i + 1));
        if (i > 0 && lines_[i - 1].quoted) return false;
        auto above = i;
        while (above > 0 && blank(above - 1)) --above;
        if (above > 0 && kinds_[above - 1] != SpanKind::own) return false;
        return ruler_of(without_quote_marks(content)) == Ruler::forwarded || copied_header_follows(i);
    }

    // Within the next lines, behind quotation marks or not.
    bool copied_header_follows(std::size_t i) const
    {
        constexpr std::size_t lines_looked_at = 12;
        std::vector<TextLine> bare;
        for (; i < lines_.size() && bare.size() < lines_looked_at; ++i) {
            const auto content = without_quote_marks(lines_[i].content);
            if (bare.empty() && content.empty()) continue;
            bare.push_back({content, content, false});
        }
        return header_block_size(bare) > 0;
    }

    // Where the quoted lines end if the forwarded mail is quoted, else the end of the text.
    std::size_t end_of_forward(std::size_t i)
    {
        auto end = i + 1;
        while (end < lines_.size() && blank(end)) ++end;
        open_end_ = i + 1;
        introduced_ = true;
        if (end == lines_.size() || (!lines_[end].quoted && !lines_[i].quoted)) return lines_.size();
        auto last = end;
        for (; end < lines_.size() && (blank(end) || lines_[end].quoted || kinds_[end] == SpanKind::quote); ++end)
            if (!blank(end)) last = end + 1;
        return std::max(last, i + 1);
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
        introduced_ = true;
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

    std::span<const TextLine> lines_;
    std::vector<SpanKind> kinds_;
    std::size_t words_seen_ = 0; // lines looked at for words of the writer above an introduction
    bool words_above_ = false;
    bool introduced_ = false;
    std::optional<std::size_t> open_end_;
};

}

Quotations quotations_in(std::span<const TextLine> lines) { return Marker{lines}.marked(); }

}
