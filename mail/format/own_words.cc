#include "mail/format/own_words.h"

#include "mail/format/ascii.h"
#include "mail/format/closing_lines.h"
#include "mail/format/quote_words.h"
#include "mail/format/quoted_lines.h"
#include "mail/format/signature_lines.h"

#include <algorithm>
#include <optional>
#include <span>
#include <utility>

namespace deskhand::mail {
namespace {

constexpr std::size_t most_footer_paragraphs = 3;
constexpr std::size_t longest_sender = 500; // octets of the header
constexpr std::size_t banner_lines = 4;            // of text at the top

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
        mark_invisible_lines();
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

    // The tail of a quoted line that some program wrapped without a mark, the end of a link for one.
    bool is_wrapped_quote(std::size_t i) const
    {
        constexpr std::size_t full_line = 55; // octets
        if (i == 0 || i + 1 >= lines_.size() || blank(i) || !lines_[i - 1].quoted ||
            !lines_[i + 1].quoted)
            return false;
        const auto above = lines_[i - 1].content;
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
            introduced_ = introduced_ || lines_[i].content.find(reply_marker) != std::string_view::npos;
            if (forward_opens(i)) {
                const auto end = end_of_forward(i);
                mark(i, end, SpanKind::forward);
                i = end - 1;
                continue;
            }
            if (lines_[i].quoted) continue;
            if (lines_[i].content.find(reply_marker) != std::string_view::npos)
                return mark_to_end(i, i + 1, SpanKind::quote);
            if (const auto size = header_block_size(from(i)))
                return mark_to_end(i, i + size, has_words_above(i) || ruler_of(lines_[i].content) != Ruler::none ? SpanKind::quote : SpanKind::forward);
            if (ruler_of(lines_[i].content) == Ruler::original) return mark_to_end(i, i + 1, SpanKind::quote);
            if (ruler_of(lines_[i].content) == Ruler::heading && introduction_follows(i + 1)) return mark_to_end(i, i + 1, SpanKind::quote);
            const auto size = attribution_size(from(i));
            if (size == 0) continue;
            if (!quote_follows(i + size) && has_words_above(i)) return mark_to_end(i, i + size, SpanKind::quote);
            introduced_ = true;
            mark(i, i + size, SpanKind::quote); // at the top and without marked lines, the answer stands below
            i += size - 1;
        }
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
            if (!opens_list_footer(i, end) && (!is_footer_opening(lines_[i].content) || paragraphs(i, end) > most_footer_paragraphs)) continue;
            mark(i, end, SpanKind::footer);
            return i;
        }
        return end;
    }

    std::size_t paragraphs(std::size_t i, std::size_t end) const
    {
        std::size_t count = 0;
        for (; i < end && count <= most_footer_paragraphs; ++i)
            count += !blank(i) && (i + 1 == end || blank(i + 1)) && !is_footer_opening(lines_[i].content);
        return count;
    }

    // A rule or a signature's mark with words of a mailing list below; below a rule an address is enough.
    bool opens_list_footer(std::size_t i, std::size_t end) const
    {
        constexpr std::size_t lines_looked_at = 6;
        const bool rule = is_rule(lines_[i].content);
        if (!rule && !is_signature_mark(lines_[i].whole)) return false;
        for (auto n = i + 1; n < std::min(end, i + lines_looked_at); ++n)
            if (speaks_of_list(lines_[n].content) || (rule && lines_[n].content.find("://") != std::string_view::npos)) return true;
        return false;
    }

    void mark_signature(std::size_t begin, std::size_t end)
    {
        const auto block = std::span{lines_}.subspan(begin, end - begin);
        if (const auto start = signature_start(block, sender_); start < block.size()) mark(begin + start, end, SpanKind::signoff);
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

    // Invisible marks alone in a line go with what follows; at the end a program added them.
    void mark_invisible_lines()
    {
        auto below = SpanKind::footer;
        for (auto i = lines_.size(); i-- > 0; below = blank(i) ? below : kinds_[i])
            if (kinds_[i] == SpanKind::own && blank(i) && !trimmed(lines_[i].whole).empty()) kinds_[i] = below;
    }

    // Nothing is left as own: first the text below an introduction without quotation marks, then
    // whatever is not marked as quoted, and where nothing introduces a quotation all of it.
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
        if (!introduced_) std::fill(kinds_.begin(), kinds_.end(), SpanKind::own); // marks alone
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
    std::size_t words_seen_ = 0; // lines looked at for words of the writer above an introduction
    bool words_above_ = false;
    bool introduced_ = false; // some line says that a quotation or a forward follows
    std::optional<std::size_t> open_end_; // where the text below an open-ended introduction begins
};

}

std::vector<Span> spans_of(std::string_view text, std::string_view sender)
{
    return Cutter{text, sender}.cut();
}

std::string sender_of(const Message& message)
{
    std::string sender;
    bool domain = false; // what others at the same place have in common
    for (const char c : header_value(message, "From").substr(0, longest_sender)) {
        if (domain) domain = !is_space(c) && c != '>' && c != ']' && c != ')' && c != '"' && c != ',';
        else domain = c == '@';
        sender += domain ? ' ' : c;
    }
    return sender;
}

}
