#include "mail/format/forwarded.h"

#include "mail/format/addresses.h"
#include "mail/format/ascii.h"
#include "mail/format/quoted_lines.h"
#include "mail/format/subject.h"
#include "mail/format/quote_words.h"

#include <algorithm>

namespace deskhand::mail {
namespace {

constexpr std::size_t most_addresses = 5'000; // of each copied header
constexpr std::size_t longest_wait = 12;      // lines from the ruler to the copied header

// Lines of the forward; where all of them are quoted, the quotation marks are wrapping too.
std::vector<TextLine> unwrapped_lines(std::string_view text)
{
    auto lines = lines_of(text);
    const bool quoted = std::all_of(lines.begin(), lines.end(), [](const TextLine& line) {
        return line.quoted || line.content.empty() || ruler_of(line.content) != Ruler::none || announces_forward(line.content);
    });
    if (!quoted) return lines;
    for (auto& line : lines) {
        line.whole = without_quote_marks(line.whole);
        line.content = visible(line.whole);
    }
    return lines;
}

struct Field {
    std::string_view label;
    std::string value;
};

std::string_view bare(std::string_view text)
{
    constexpr std::string_view marks = "*_ \t";
    const auto first = text.find_first_not_of(marks);
    if (first == text.npos) return {};
    return text.substr(first, text.find_last_not_of(marks) - first + 1);
}

// Label and value of each field of a copied header; a line without a known label continues the last.
std::vector<Field> fields_of(std::span<const TextLine> lines)
{
    constexpr std::string_view wide = "：";
    std::vector<Field> fields;
    for (const auto& line : lines) {
        const auto narrow_at = line.content.find(':'), wide_at = line.content.find(wide);
        const auto at = std::min(narrow_at, wide_at);
        const auto label = at == line.content.npos ? std::string_view{} : bare(line.content.substr(0, at));
        if (!label.empty() && header_label(label) != HeaderLabel::none)
            fields.push_back({label, std::string{bare(line.content.substr(at + (at == wide_at ? wide.size() : 1)))}});
        else if (!fields.empty() && !line.content.empty() && label.empty())
            (fields.back().value += ' ') += line.content;
    }
    return fields;
}

bool is_copy(std::string_view label)
{
    constexpr std::string_view begins[] = {"cc", "kopi", "copi", "cópia", "копи", "抄送", "副本"};
    const auto small = lowered(label);
    return std::any_of(std::begin(begins), std::end(begins), [&](std::string_view begin) { return small.starts_with(begin); });
}

// "Ann [mailto:ann@example.org]" as older Outlook writes it.
std::vector<Address> addresses_in(std::string value)
{
    for (auto at = find_nocase(value, "[mailto:"); at != value.npos; at = find_nocase(value, "[mailto:", at + 1)) {
        value[at] = '<';
        value.erase(at + 1, 7);
        if (const auto end = value.find(']', at); end != value.npos) value[end] = '>';
    }
    std::replace(value.begin(), value.end(), ';', ',');
    return read_addresses(value, most_addresses);
}

void take(Forwarded& out, const Field& field)
{
    switch (header_label(field.label)) {
    case HeaderLabel::sender:
        if (out.from.empty()) out.from = addresses_in(field.value);
        break;
    case HeaderLabel::date:
        if (out.date.empty()) out.date = field.value;
        break;
    case HeaderLabel::subject:
        if (out.subject.empty()) out.subject = field.value;
        break;
    case HeaderLabel::recipient: {
        auto& list = is_copy(field.label) ? out.cc : out.to;
        if (list.empty()) list = addresses_in(field.value);
        break;
    }
    case HeaderLabel::answers_to:
    case HeaderLabel::none: break;
    }
}

// Rulers and sentences above the copied header are wrapping; what follows it is the mail.
void unwrap(Forwarded& out, std::span<const TextLine> lines)
{
    std::size_t at = 0, size = 0;
    for (; at < lines.size() && at < longest_wait; ++at)
        if ((size = header_block_size(lines.subspan(at))) > 0) break;
    if (size > 0) {
        for (const auto& field : fields_of(lines.subspan(at, size))) take(out, field);
        lines = lines.subspan(at + size);
    } else if (!lines.empty() && (ruler_of(lines.front().content) != Ruler::none || announces_forward(lines.front().content))) {
        lines = lines.subspan(1);
    }
    while (!lines.empty() && lines.front().content.empty()) lines = lines.subspan(1);
    for (const auto& line : lines) out.text += line.whole;
}

std::string joined(std::span<const Span> spans)
{
    std::string out;
    for (const auto& span : spans) out += span.text;
    return out;
}

// A copied header alone begins answers of some programs too.
bool says_so_itself(std::string_view text)
{
    const auto line = trimmed(without_quote_marks(trimmed_left(text).substr(0, 300)));
    const auto first = line.substr(0, line.find('\n'));
    return ruler_of(trimmed(first)) == Ruler::forwarded || announces_forward(trimmed(first));
}

// The span the forwarded mail begins with: marked as one, or a quotation under a copied header in a
// mail whose subject says so; spans.size() when there is none.
std::size_t beginning_of(std::span<const Span> spans, std::string_view subject)
{
    const auto says = parts_of_subject(subject);
    const bool answer = says.is_reply && !says.is_forward;
    const auto is_forward = [&](const Span& span) { return span.kind == SpanKind::forward && (!answer || says_so_itself(span.text)); };
    auto found = std::find_if(spans.begin(), spans.end(), is_forward);
    if (found == spans.end() && says.is_forward)
        found = std::find_if(spans.begin(), spans.end(), [](const Span& span) {
            return span.kind == SpanKind::quote && header_block_size(unwrapped_lines(span.text)) > 0;
        });
    return static_cast<std::size_t>(found - spans.begin());
}

std::string value_in(const std::vector<Header>& headers, std::string_view name)
{
    const auto found = std::find_if(headers.begin(), headers.end(), [&](const Header& header) { return equal_nocase(header.name, name); });
    return found == headers.end() ? std::string{} : found->value;
}

}

std::optional<Forwarded> forwarded_in(const Message& message)
{
    const std::span<const Span> spans{message.spans};
    const auto first = beginning_of(spans, message.subject);
    Forwarded out;
    if (first < spans.size()) {
        auto last = first;
        while (last < spans.size() && spans[last].kind == spans[first].kind) ++last;
        const auto text = joined(spans.subspan(first, last - first));
        unwrap(out, unwrapped_lines(text));
        out.above = joined(spans.first(first));
        out.below = joined(spans.subspan(last));
        return out;
    }
    const bool report = !message.delivery_reports.empty() || !message.feedback_reports.empty();
    if (message.original_headers.empty() || report) return {};
    out.wrapping = Wrapping::attached;
    out.from = read_addresses(value_in(message.original_headers, "From"), most_addresses);
    out.to = read_addresses(value_in(message.original_headers, "To"), most_addresses);
    out.cc = read_addresses(value_in(message.original_headers, "Cc"), most_addresses);
    out.date = value_in(message.original_headers, "Date");
    out.subject = value_in(message.original_headers, "Subject");
    out.above = joined(spans);
    return out;
}

std::string forwarded_words(std::span<const Span> spans)
{
    const auto is_forward = [](const Span& span) { return span.kind == SpanKind::forward; };
    const auto found = std::find_if(spans.begin(), spans.end(), is_forward);
    if (found == spans.end()) return {};
    Forwarded forwarded;
    unwrap(forwarded, unwrapped_lines(found->text));
    return trimmed(forwarded.text).empty() ? found->text : forwarded.text;
}

}
