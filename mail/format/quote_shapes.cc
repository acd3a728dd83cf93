#include "mail/format/quote_shapes.h"

#include "mail/format/ascii.h"
#include "mail/format/letters.h"
#include "mail/format/quote_words.h"

#include <algorithm>
#include <string>

namespace deskhand::mail {
namespace {

constexpr std::size_t longest_line = 400;          // octets of an attribution's line
constexpr std::size_t longest_without_colon = 160; // octets
constexpr std::size_t most_lines = 4;              // of a wrapped attribution

// A colon, the full-width one and French blanks before it included.
bool ends_with_colon(std::string_view content)
{
    while (!content.empty() && (content.back() == '*' || content.back() == '_'))
        content.remove_suffix(1);
    return content.ends_with(':') || content.ends_with("：") || content.ends_with(":\xE2\x80\x8B");
}

std::size_t digits_at(std::string_view text, std::size_t at)
{
    std::size_t n = 0;
    while (at + n < text.size() && is_digit(text[at + n])) ++n;
    return n;
}

// A year, a date in figures or a time of day.
struct DateSigns {
    bool year = false, figures = false, time = false;
    bool any() const { return year || figures || time; }
};

DateSigns date_signs(std::string_view given)
{
    const auto may_be_digit = [](char octet) { return is_digit(octet) || is_high(octet); };
    if (std::none_of(given.begin(), given.end(), may_be_digit)) return {};
    const bool western = std::none_of(given.begin(), given.end(), is_high);
    const auto changed = western ? std::string{} : western_digits(given);
    const auto text = western ? given : std::string_view{changed};
    DateSigns signs;
    for (std::size_t i = 0; i < text.size();) {
        const auto n = digits_at(text, i);
        if (n == 0) {
            ++i;
            continue;
        }
        const bool starts =
            i == 0 || !(is_letter(text[i - 1]) || text[i - 1] == '@' || text[i - 1] == '.' ||
                        text[i - 1] == '-' || text[i - 1] == '_');
        const auto number = text.substr(i, n);
        auto next = i + n;
        if (n == 4 && (number.starts_with("19") || number.starts_with("20")) &&
            (starts || text[i - 1] == '-'))
            signs.year = true;
        if (n <= 2 && next < text.size() &&
            (text[next] == ':' || text[next] == 'h' || text[next] == '.') &&
            digits_at(text, next + 1) == 2) {
            const auto after = next + 3;
            const bool more_figures = after < text.size() &&
                                      (text[after] == '.' || text[after] == '/') &&
                                      digits_at(text, after + 1) >= 2;
            if (text[next] == '.' && more_figures)
                signs.figures = true;
            else if (text[next] != '.' || !starts)
                signs.time = signs.time || text[next] != '.';
        }
        if (starts && next < text.size() &&
            (text[next] == '/' || text[next] == '-' || text[next] == '.')) {
            const char mark = text[next];
            const auto second = digits_at(text, next + 1);
            const auto third_at = next + 1 + second;
            if (second >= 1 && second <= 2 && third_at < text.size() && text[third_at] == mark &&
                digits_at(text, third_at + 1) >= 2)
                signs.figures = true;
        }
        if (text.substr(next).starts_with("年")) signs.year = true;
        i = next;
    }
    return signs;
}

bool has_address(std::string_view text)
{
    const auto at = text.find('@');
    if (at != std::string_view::npos && at > 0 && at + 1 < text.size() && !is_space(text[at - 1]) &&
        !is_space(text[at + 1]))
        return true;
    return contains_nocase(text, "[mailto:");
}

const TextLine* next_text(std::span<const TextLine> lines, std::size_t from)
{
    for (auto i = from; i < lines.size() && i < from + 4; ++i)
        if (!lines[i].content.empty()) return &lines[i];
    return nullptr;
}

// "*From:* x" and "From : x" to the label; empty when the line has none of at most four words.
std::string_view label_of(std::string_view content)
{
    while (!content.empty() && (content.front() == '*' || content.front() == '_' ||
                                content.front() == '>' || is_blank(content.front())))
        content.remove_prefix(1);
    auto colon = content.find(':');
    const auto wide = content.find("：");
    colon = std::min(colon, wide);
    if (colon == std::string_view::npos || colon == 0 || colon > 40) return {};
    auto label = content.substr(0, colon);
    while (!label.empty() && (label.back() == '*' || is_space(label.back())))
        label.remove_suffix(1);
    if (label.find_first_of("<>@()/\"") != std::string_view::npos) return {};
    return std::count(label.begin(), label.end(), ' ') > 2 ? std::string_view{} : label;
}

std::string_view value_of(std::string_view content)
{
    const auto colon = content.find(':');
    if (const auto wide = content.find("："); wide < colon)
        return trimmed(content.substr(wide + 3));
    auto value = colon == std::string_view::npos ? std::string_view{} : content.substr(colon + 1);
    while (!value.empty() && (value.front() == '*' || is_blank(value.front())))
        value.remove_prefix(1);
    return value;
}

}

bool is_rule(std::string_view content)
{
    if (content.size() < 10) return false;
    if (content.find_first_not_of(". *") == content.npos) return std::count(content.begin(), content.end(), '.') >= 5;
    return content.find_first_not_of('_') == std::string_view::npos ||
           content.find_first_not_of('-') == std::string_view::npos ||
           content.find_first_not_of('=') == std::string_view::npos;
}

namespace {

// Of U+2010 to U+2015 and what else draws lines.
std::string with_ascii_dashes(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool dash = text.substr(i).starts_with("\xE2\x80") && i + 2 < text.size() && static_cast<unsigned char>(text[i + 2]) >= 0x90 &&
                          static_cast<unsigned char>(text[i + 2]) <= 0x95;
        out += dash ? '-' : text[i];
        if (dash) i += 2;
    }
    return out;
}

}

Ruler ruler_of(std::string_view content)
{
    if (content.size() > 200 || content.size() < 8) return Ruler::none;
    while (!content.empty() &&
           (content.front() == '*' || content.front() == '>' || is_blank(content.front())))
        content.remove_prefix(1);
    while (!content.empty() && content.back() == '*') content.remove_suffix(1);
    if (opens_forward(content)) return Ruler::forwarded;
    std::string plain;
    if (content.starts_with("\xE2\x80")) content = plain = with_ascii_dashes(content);
    const auto words_from = content.find_first_not_of("-_= ");
    const auto words_to = content.find_last_not_of("-_= ");
    if (words_from == std::string_view::npos || words_from < 2 ||
        !(content.starts_with("--") || content.starts_with("__") || content.starts_with("==")))
        return Ruler::none;
    const auto tail = content.size() - words_to - 1;
    const auto words = content.substr(words_from, words_to + 1 - words_from);
    if (has_writing_verb(words)) return Ruler::original;
    if (words.size() > 60) return Ruler::none;
    if (says_forward(words)) return Ruler::forwarded;
    if (says_original(words)) return Ruler::original;
    return words_from >= 4 && tail >= 4 && words.find(' ') != std::string_view::npos &&
                   words.size() > 8
               ? Ruler::heading
               : Ruler::none;
}

namespace {

// Of a header in a language that is not known: three or more fields, among the first two a person with
// an address, and in another a date with its time.
std::size_t strange_header_size(std::span<const TextLine> lines)
{
    constexpr std::size_t most_fields = 8, fewest_fields = 3;
    std::size_t i = 0;
    bool sender = false, date = false;
    for (; i < lines.size() && i < most_fields; ++i) {
        const auto content = lines[i].content;
        if (lines[i].quoted || label_of(content).empty() || value_of(content).empty()) break;
        const auto value = value_of(content);
        const bool person = has_address(value) && (value.ends_with('>') || value.ends_with(']')) && value.find_first_of("<[") > 0;
        const auto signs = date_signs(value);
        sender = sender || (i < 2 && person);
        date = date || (!person && signs.time && (signs.year || signs.figures));
    }
    return i >= fewest_fields && sender && date ? i : 0;
}

std::size_t known_header_size(std::span<const TextLine> lines);

}

std::size_t header_block_size(std::span<const TextLine> lines)
{
    if (const auto size = known_header_size(lines)) return size;
    std::size_t i = 0;
    while (i < lines.size() && i < 4 && (is_rule(lines[i].content) || (i > 0 && lines[i].content.empty()))) ++i;
    const auto size = strange_header_size(lines.subspan(i));
    return size > 0 ? i + size : 0;
}

namespace {

std::size_t known_header_size(std::span<const TextLine> lines)
{
    std::size_t i = 0;
    bool ruler = false;
    for (; i < lines.size() && i < 4; ++i) { // rulers and empty lines above
        const auto content = lines[i].content;
        if (is_rule(content) || ruler_of(content) != Ruler::none)
            ruler = true;
        else if (!content.empty() || i == 0)
            break;
    }
    const auto first = i;
    std::size_t fields = 0, known = 0, gaps = 0;
    bool sender = false, address = false, date = false, subject = false, second_is_date = false;
    for (; i < lines.size() && i < first + 20; ++i) {
        const auto content = lines[i].content;
        if (content.empty()) {
            if (fields == 0 || fields >= 3 || ++gaps > 3) break;
            continue;
        }
        const auto label = label_of(content);
        if (label.empty()) { // a folded list of recipients, or a folded subject
            if (fields == 0 || fields > 5 || content.size() > longest_line) break;
            const bool list = content.find('@') != content.npos || content.find(';') != content.npos;
            const bool folded = i + 1 < lines.size() && header_label(label_of(lines[i + 1].content)) != HeaderLabel::none;
            if (!list && !folded) break;
            continue;
        }
        const auto kind = header_label(label);
        if (kind == HeaderLabel::none && fields >= 2 && known >= 2) {
            if (content.find('@') == std::string_view::npos) break;
        }
        if (fields == 0 && kind != HeaderLabel::sender && kind != HeaderLabel::date &&
            kind != HeaderLabel::subject)
            break;
        ++fields;
        known += kind != HeaderLabel::none;
        sender = sender || kind == HeaderLabel::sender;
        subject = subject || kind == HeaderLabel::subject;
        const auto value = value_of(content);
        address = address || has_address(value);
        const bool dated = kind == HeaderLabel::date && date_signs(value).any();
        date = date || dated;
        second_is_date = second_is_date || (dated && fields == 2);
    }
    while (i > first && lines[i - 1].content.empty()) --i;
    if (fields < 2 || known < 2 || (!sender && !(date && address))) return 0;
    // people fill in forms and write "From: Berlin", "To: Rome", "Date: 3 May"
    return ruler || (known >= 3 && (address || subject || second_is_date)) || (date && address) ? i : 0;
}

enum class Colon { no, yes };
enum class QuoteBelow { no, yes };

bool starts_header_block(std::span<const TextLine> lines)
{
    while (!lines.empty() && lines.front().content.empty()) lines = lines.subspan(1);
    return header_block_size(lines) > 0;
}

// What is known of an attribution's lines joined so far.
struct AttributionSigns {
    bool date, person, verb;
};

AttributionSigns signs_of(std::string_view joined)
{
    return {date_signs(joined).any(), has_address(joined), has_writing_verb(joined)};
}

bool is_attribution(AttributionSigns signs, Colon colon, QuoteBelow below)
{
    const bool quoted = below == QuoteBelow::yes;
    // "2013/10/11 Jane <jane@example.com>" and "Jane wrote on Monday, 8 May" without a colon
    if (colon == Colon::no) return (quoted || (signs.person && signs.verb)) && signs.date && (signs.person || signs.verb);
    if (signs.date) return signs.person || signs.verb || quoted;
    if (signs.person) return signs.verb || quoted;
    return signs.verb && quoted;
}

// "2026-11-03 17:21 GMT+01:00 Rita Rot": a date with its zone, and nothing but a name.
bool is_dated_name(std::string_view content)
{
    constexpr std::size_t longest = 80;
    if (content.size() > longest || !is_digit(content.front()) || !date_signs(content).time) return false;
    const auto zone = content.find("GMT");
    if (zone == content.npos) return false;
    auto rest = content.substr(zone + 3);
    const auto name = std::min(rest.find(' '), rest.size());
    if (rest.substr(0, name).find_first_not_of("+-:0123456789") != rest.npos) return false;
    rest = trimmed(rest.substr(name));
    if (rest.empty() || rest.find_first_of("0123456789.!?:") != rest.npos) return false;
    for (std::size_t i = 0; i < rest.size(); ++i)
        if ((i == 0 || rest[i - 1] == ' ') && rest[i] >= 'a' && rest[i] <= 'z') return false;
    return true;
}

// Some program puts the address into lines of its own, with empty ones around: "On Monday Rita", "",
// "<", "mailto:rita@client.example", "> wrote:".
std::size_t scattered_attribution_size(std::span<const TextLine> lines)
{
    constexpr std::size_t most_lines_of_it = 8, longest = 80;
    if (!opens_attribution(lines.front().content) || !date_signs(lines.front().content).any()) return 0;
    std::size_t i = 1;
    while (i < lines.size() && i < 3 && lines[i].content.empty()) ++i;
    if (i == lines.size() || !lines[i].content.starts_with('<')) return 0;
    bool person = false;
    for (; i < lines.size() && i < most_lines_of_it; ++i) {
        const auto content = lines[i].content;
        if (content.size() > longest) return 0;
        person = person || has_address(content);
        if (ends_with_colon(content)) return person && has_writing_verb(content) ? i + 1 : 0;
    }
    return 0;
}

// "<rita@client.example", "> wrote:" where the line was too long.
bool has_open_address(std::string_view joined)
{
    const auto open = joined.rfind('<');
    return open != joined.npos && joined.find('>', open) == joined.npos;
}

// The number of lines of an attribution that begins exactly at the front.
std::size_t attribution_from_front(std::span<const TextLine> lines)
{
    std::string joined;
    for (std::size_t i = 0; i < lines.size() && i < most_lines; ++i) {
        const auto content = lines[i].content;
        const bool closes_address = i > 0 && lines[i].quoted && content.size() < 40 && has_open_address(joined) && ends_with_colon(content);
        if (content.empty() || content.size() > longest_line || (lines[i].quoted && !closes_address)) return 0;
        if (i > 0) joined += ' ';
        joined += content;
        const auto* next = next_text(lines, i + 1);
        const bool between_dashes = lines.front().content.starts_with("--") && content.ends_with("--") && !is_rule(content) && has_writing_verb(content);
        const auto colon = ends_with_colon(content) || between_dashes ? Colon::yes : Colon::no;
        // without a colon only a date can make it one
        if (colon == Colon::no && (joined.size() > longest_without_colon || has_open_address(joined) || std::none_of(joined.begin(), joined.end(), [](char c) { return is_digit(c) || is_high(c); }))) continue;
        const bool below = next && (next->quoted || (colon == Colon::no && starts_header_block(lines.subspan(i + 1))));
        // one that opens like an introduction and stands alone needs neither a colon nor marks below
        if (colon == Colon::no && !below && !(next && lines[i + 1].content.empty() && opens_attribution(joined))) continue;
        if (is_attribution(signs_of(joined), colon, below ? QuoteBelow::yes : QuoteBelow::no))
            return i + 1;
        if (colon == Colon::yes) return 0;
    }
    return 0;
}

}

std::size_t attribution_size(std::span<const TextLine> lines)
{
    if (lines.empty() || lines.front().content.empty()) return 0;
    if (is_dated_name(lines.front().content) && lines.size() > 1 && lines[1].content.empty()) return 1;
    const auto size = attribution_from_front(lines);
    if (size == 0) return scattered_attribution_size(lines);
    if (size == 1) return size;
    // The first line belongs to it only if the rest cannot stand alone, or lacks what the line
    // brings.
    const auto rest = attribution_from_front(lines.subspan(1));
    if (rest + 1 != size || opens_attribution(lines.front().content) || lines[1].content.starts_with('<')) return size;
    std::string joined;
    for (std::size_t i = 1; i < size; ++i) joined += std::string{lines[i].content} + ' ';
    const auto first = signs_of(lines.front().content), others = signs_of(joined);
    const bool brings = (first.date && !others.date) || (first.person && !others.person) ||
                        (first.verb && !others.verb);
    return brings ? size : 0;
}

}
