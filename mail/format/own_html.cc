#include "mail/format/own_html.h"

#include "mail/format/ascii.h"
#include "mail/format/html_lines.h"
#include "mail/format/own_words.h"
#include "mail/format/quote_shapes.h"

#include <algorithm>
#include <optional>
#include <span>

namespace deskhand::mail {
namespace {

std::vector<TextLine> shapes_of(const std::vector<HtmlLine>& lines)
{
    std::vector<TextLine> shapes;
    shapes.reserve(lines.size());
    for (const auto& line : lines)
        shapes.push_back({line.text, line.text, line.quote != HtmlQuote::none || line.text.starts_with('>')});
    return shapes;
}

// Something at the front says that a quotation follows.
bool introduces_quote(std::span<const TextLine> lines)
{
    if (lines.front().content.empty()) return false;
    const auto ruler = ruler_of(lines.front().content);
    return ruler == Ruler::original || ruler == Ruler::forwarded || header_block_size(lines) > 0 || attribution_size(lines) > 0;
}

// The same question inside a block that begins at the front, where the lines are words of their own
// and the first may run on behind the introduction.
bool block_introduces_quote(std::span<const TextLine> lines)
{
    constexpr std::size_t longest_introduction = 200;
    std::vector<TextLine> bare;
    for (const auto& line : lines) {
        if (!line.content.empty() && !line.quoted) break;
        bare.push_back({line.whole, line.content, line.content.starts_with('>')});
    }
    for (std::size_t i = 0; i < bare.size(); ++i)
        if (introduces_quote(std::span{bare}.subspan(i))) return true;
    const auto content = lines.front().content.substr(0, longest_introduction);
    for (auto at = content.find(':'); at != content.npos; at = content.find(':', at + 1)) {
        const auto front = content.substr(0, at + 1);
        const TextLine alone{front, front, false};
        if (attribution_size({&alone, 1}) > 0) return true;
    }
    return false;
}

// The lines as text with ">" before what is quoted. A blockquote counts as a quotation from the
// first line on that introduces one; before, it is taken for an indented passage.
std::string text_of(const std::vector<HtmlLine>& lines)
{
    const auto shapes = shapes_of(lines);
    std::string text;
    bool introduced = false;
    auto above = HtmlQuote::none; // of the last line with text
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto quote = lines[i].quote;
        const auto rest = std::span{shapes}.subspan(i);
        if (quote == HtmlQuote::none) introduced = introduced || introduces_quote(rest);
        if (quote == HtmlQuote::block && above != quote) introduced = introduced || block_introduces_quote(rest);
        if (quote == HtmlQuote::marked) introduced = true;
        if (introduced && quote != HtmlQuote::none) text += "> ";
        (text += lines[i].text) += '\n';
        if (!lines[i].text.empty()) above = quote;
    }
    return text;
}

bool is_quotation(const Span& span) { return span.kind == SpanKind::quote || span.kind == SpanKind::forward; }

// Which spans go: quotations, and what closes the mail below the last of them. A quotation between
// own words stays where more is said below it than it holds: it is what those words answer. Who
// answers point by point goes on to do so, so after one that stays all stay that words follow.
std::vector<bool> removed_spans(std::span<const Span> spans)
{
    const auto own_size = [](const Span& span) { return span.kind == SpanKind::own ? trimmed(span.text).size() : 0; };
    std::size_t above = 0, below = 0;
    for (const auto& span : spans) below += own_size(span);
    std::vector<bool> removed(spans.size());
    bool below_quote = false, by_points = false;
    for (std::size_t i = 0; i < spans.size(); ++i) {
        const bool answered = above > 0 && below > (by_points ? 0 : spans[i].text.size());
        by_points = by_points || (answered && is_quotation(spans[i]));
        below_quote = below_quote || (below == 0 && is_quotation(spans[i]));
        removed[i] = below_quote || (is_quotation(spans[i]) && !answered);
        above += own_size(spans[i]);
        below -= own_size(spans[i]);
    }
    return removed;
}

std::vector<bool> removed_lines(const std::vector<HtmlLine>& lines, std::string_view sender)
{
    const auto spans = spans_of(text_of(lines), sender);
    const auto goes = removed_spans(spans);
    std::vector<bool> removed;
    removed.reserve(lines.size());
    for (std::size_t i = 0; i < spans.size(); ++i) {
        const auto& text = spans[i].text;
        removed.resize(removed.size() + static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')), goes[i]);
    }
    removed.resize(lines.size(), false);
    return removed;
}

// How many pieces before each place are seen and stay, or go.
struct Counts {
    std::vector<std::size_t> kept, gone;
};

Counts counts_of(const std::vector<HtmlPiece>& pieces, const std::vector<bool>& removed)
{
    Counts counts{std::vector<std::size_t>(pieces.size() + 1), std::vector<std::size_t>(pieces.size() + 1)};
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        const bool seen = pieces[i].line != no_piece;
        const bool goes = seen && removed[pieces[i].line];
        counts.kept[i + 1] = counts.kept[i] + (seen && !goes);
        counts.gone[i + 1] = counts.gone[i] + goes;
    }
    return counts;
}

// Which pieces go: texts that do, elements that hold nothing else, and what stands between two such.
std::vector<bool> removed_pieces(const std::vector<HtmlPiece>& pieces, const Counts& counts)
{
    std::vector<bool> removed(pieces.size());
    std::size_t until = 0;         // the end of an element that goes as a whole
    std::size_t behind = no_piece; // after the last piece that goes, since which none stays
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        const auto partner = pieces[i].partner;
        const bool begins = partner != no_piece && partner > i;
        if (i >= until && begins && counts.kept[partner] == counts.kept[i] && counts.gone[partner] > counts.gone[i]) until = partner + 1;
        if (counts.kept[i + 1] > counts.kept[i]) behind = no_piece;
        if (i >= until && counts.gone[i + 1] == counts.gone[i]) continue;
        // an element that only begins or only ends in between stays, or its partner would stand alone
        const auto from = behind == no_piece ? i : behind;
        for (auto k = from; k < i; ++k) removed[k] = pieces[k].partner == no_piece || (pieces[k].partner >= from && pieces[k].partner < i);
        removed[i] = true;
        behind = i + 1;
    }
    return removed;
}

}

std::string own_html(std::string_view html, std::string_view sender)
{
    const auto [lines, pieces] = html_lines(html);
    const auto counts = counts_of(pieces, removed_lines(lines, sender));
    if (pieces.empty() || counts.gone.back() == 0 || counts.kept.back() == 0) return std::string{html};
    const auto removed = removed_pieces(pieces, counts);
    std::string own;
    for (std::size_t i = 0; i < pieces.size(); ++i)
        if (!removed[i]) own += html.substr(pieces[i].begin, pieces[i].end - pieces[i].begin);
    own += html.substr(pieces.back().end);
    return own;
}

std::string own_html(const Message& message) { return own_html(message.html, sender_of(message)); }

}
