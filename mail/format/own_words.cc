#include "mail/format/own_words.h"

#include "mail/format/added_lines.h"
#include "mail/format/ascii.h"
#include "mail/format/closing_lines.h"
#include "mail/format/quotations.h"
#include "mail/format/quoted_lines.h"
#include "mail/format/sent_words.h"
#include "mail/format/signature_lines.h"

#include <algorithm>
#include <span>
#include <utility>

namespace deskhand::mail {
namespace {

constexpr std::size_t most_footer_paragraphs = 3, most_footer_lines = 150;
constexpr std::size_t longest_sender = 500; // octets of the header
constexpr std::size_t banner_paragraphs = 2; // looked at from the top

class Cutter {
public:
    Cutter(std::string_view text, std::string_view sender)
        : text_{text}, sender_{sender}, lines_{lines_of(text)}, quotations_{quotations_in(lines_)}, kinds_{quotations_.kinds}
    {
    }

    std::vector<Span> cut(std::span<const std::string> sent)
    {
        if (!sent.empty()) mark_sent(SentWords{sent}.lines_in(lines_));
        mark_banner();
        close_own_blocks();
        if (!has_own()) give_back();
        if (has_own()) mark_invisible_lines();
        return joined();
    }

private:
    bool blank(std::size_t i) const { return lines_[i].content.empty(); }

    void mark(std::size_t from, std::size_t to, SpanKind kind)
    {
        std::fill(kinds_.begin() + static_cast<std::ptrdiff_t>(from),
                  kinds_.begin() + static_cast<std::ptrdiff_t>(to), kind);
    }

    // A line that ends in a colon right above says whose words they are; all of them stay own where nothing else is.
    void mark_sent(const std::vector<bool>& sent)
    {
        constexpr std::size_t longest_introduction = 200;
        const auto before = kinds_;
        std::size_t above = lines_.size(); // the last line with text
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            if (blank(i)) continue;
            if (sent[i] && kinds_[i] == SpanKind::own) {
                const bool more = above < i && kinds_[above] == SpanKind::quote;
                const bool said = above < i && kinds_[above] == SpanKind::own && lines_[above].content.ends_with(':') &&
                                  lines_[above].content.size() <= longest_introduction && i - above <= 2;
                mark(more || said ? above : i, i + 1, SpanKind::quote);
            }
            above = i;
        }
        if (!has_own()) kinds_ = before;
    }

    void mark_banner()
    {
        std::size_t seen = 0; // paragraphs
        for (std::size_t i = 0; i < lines_.size() && seen < banner_paragraphs; ++i) {
            if (blank(i) || kinds_[i] != SpanKind::own) continue;
            const auto end = paragraph_end(i);
            ++seen;
            if (is_warning(joined(i, end))) return mark(0, end, SpanKind::banner);
            i = end - 1;
        }
    }

    std::size_t paragraph_end(std::size_t i) const
    {
        constexpr std::size_t most_lines_of_it = 40;
        auto end = i + 1;
        while (end < lines_.size() && end < i + most_lines_of_it && !blank(end) && kinds_[end] == SpanKind::own) ++end;
        return end;
    }

    std::string joined(std::size_t i, std::size_t end) const
    {
        std::string text;
        for (; i < end; ++i) (text += lines_[i].content) += ' ';
        return text;
    }

    void close_own_blocks()
    {
        said_above_ = false;
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
            if (blank(i) || !std::exchange(has_text, true) || !opens_footer(i, end)) continue;
            while (i > begin + 1 && is_ornament(lines_[i - 1].content)) --i;
            mark(i, end, SpanKind::footer);
            return i;
        }
        return end;
    }

    bool opens_footer(std::size_t i, std::size_t end) const
    {
        if (opens_list_footer(i, end)) return true;
        const bool begins = is_footer_opening(lines_[i].content) || (blank(i - 1) && is_disclaimer(joined(i, paragraph_end(i)))) ||
                            (is_ornament(lines_[i - 1].content) && !is_ornament(lines_[i].content) && is_disclaimer(joined(i, paragraph_end(i))));
        return begins && paragraphs(i, end) <= most_footer_paragraphs;
    }

    static bool draws(char c)
    {
        switch (c) {
        case '*':
        case '-':
        case '_':
        case '=':
        case '~':
        case '#':
        case '.':
        case '+':
        case ' ': return true;
        default: return false;
        }
    }

    // Nothing but marks that draw a line.
    static bool is_ornament(std::string_view content)
    {
        return content.size() >= 3 && std::all_of(content.begin(), content.end(), draws);
    }

    std::size_t paragraphs(std::size_t i, std::size_t end) const
    {
        if (end - i > most_footer_lines) return most_footer_paragraphs + 1;
        std::size_t count = 0;
        for (; i < end && count <= most_footer_paragraphs; ++i)
            count += !blank(i) && (i + 1 == end || blank(i + 1)) && !is_footer_opening(lines_[i].content);
        return count;
    }

    // A rule or a signature's mark with words of a mailing list right below; an address of a site is enough
    // below a rule that is no line of dashes, as people draw above their names.
    bool opens_list_footer(std::size_t i, std::size_t end) const
    {
        const bool rule = is_rule(lines_[i].content), dashes = lines_[i].content.starts_with('-');
        if (!rule && !is_signature_mark(lines_[i].whole)) return false;
        const std::size_t lines_looked_at = rule ? 6 : 3;
        for (auto n = i + 1; n < std::min(end, i + lines_looked_at); ++n)
            if (speaks_of_list(lines_[n].content) || (rule && !dashes && lines_[n].content.find("://") != std::string_view::npos)) return true;
        return false;
    }

    void mark_signature(std::size_t begin, std::size_t end)
    {
        const auto block = std::span{lines_}.subspan(begin, end - begin);
        const auto [from, to] = signature_lines(block, sender_, said_above_ ? Above::words : Above::nothing);
        mark(begin + from, begin + to, SpanKind::signoff);
        for (auto i = begin; i < begin + from && !said_above_; ++i) said_above_ = !blank(i) && kinds_[i] == SpanKind::own;
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
        for (auto i = quotations_.open_end.value_or(lines_.size()); i < lines_.size(); ++i)
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
        if (!quotations_.introduced) std::fill(kinds_.begin(), kinds_.end(), SpanKind::own); // marks alone
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
    Quotations quotations_;
    std::vector<SpanKind> kinds_;
    bool said_above_ = false; // words of the writer above the block looked at
};

}

std::vector<Span> spans_of(std::string_view text, std::string_view sender, std::span<const std::string> sent)
{
    return Cutter{text, sender}.cut(sent);
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
