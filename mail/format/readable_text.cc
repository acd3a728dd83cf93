#include "mail/format/readable_text.h"

#include "mail/format/ascii.h"
#include "mail/format/charset.h"
#include "mail/format/enriched.h"
#include "mail/format/flowed.h"
#include "mail/format/plain_text.h"
#include "mail/format/uuencoded.h"

#include <algorithm>
#include <optional>

namespace deskhand::mail {
namespace {

bool is_machine_type(std::string_view type)
{
    for (const auto* known :
         {"message/delivery-status", "message/global-delivery-status", "message/feedback-report",
          "message/disposition-notification", "message/global-disposition-notification",
          "text/rfc822-headers", "message/rfc822-headers", "message/global-headers"})
        if (type == known) return true;
    return false;
}

bool is_shown_type(std::string_view type)
{
    return reads_as_plain(type) || type == "text/html" || type == "text/enriched" ||
           type == "text/richtext" || type == "text/markdown";
}

// A text shown to the reader rather than a file. A name alone makes a file of it, unless the text
// is all there is, one form of an alternative, or declared inline without being named there.
bool is_shown(const MimePart& part, std::string_view above)
{
    if (!is_shown_type(part.type.value)) return false;
    const auto* field = find_field(part.header, "Content-Disposition");
    const auto disposition = field ? read_media_type(field->raw) : MediaType{};
    if (disposition.value == "attachment") return false;
    if (!part.parent || above == "multipart/alternative") return true;
    if (!parameter(disposition, "filename").empty()) return false;
    return parameter(part.type, "name").empty() || disposition.value == "inline";
}

bool is_inner(PartRole role) { return role == PartRole::inner || role == PartRole::inner_file; }

// Of a part that is no multipart, lying in one of the type `above`; `role` says whether it is
// inner.
PartRole role_of(const MimePart& part, std::string_view above, PartRole role)
{
    if (is_inner(role)) {
        const bool file = part.shape == PartShape::leaf && !is_machine_type(part.type.value) &&
                          !is_shown(part, above);
        return file ? PartRole::inner_file : PartRole::inner;
    }
    if (part.shape == PartShape::attached_mail) return PartRole::attachment;
    if (is_machine_type(part.type.value)) return PartRole::machine;
    return is_shown(part, above) ? PartRole::body : PartRole::attachment;
}

bool is_attached_openly(const MimePart& part)
{
    const auto* field = find_field(part.header, "Content-Disposition");
    return field && read_media_type(field->raw).value == "attachment";
}

// Where there is nothing else to read, the first text that is a file only for its name is shown
// too.
void show_lone_file(const std::vector<MimePart>& parts, std::vector<PartRole>& roles)
{
    std::optional<std::size_t> lone;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (parts[i].shape != PartShape::leaf) continue;
        if (roles[i] == PartRole::body) return;
        if (!lone && roles[i] == PartRole::attachment && is_shown_type(parts[i].type.value) &&
            !is_attached_openly(parts[i]))
            lone = i;
    }
    if (lone) roles[*lone] = PartRole::shown_file;
}

bool is_blank_text(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return is_space(c); });
}

std::string with_lf(std::string_view text)
{
    if (text.find('\r') == std::string_view::npos) return std::string{text};
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0;;) {
        const auto end = std::min(text.find('\r', at), text.size());
        out.append(text.substr(at, end - at));
        if (end == text.size()) return out;
        if (text.substr(end + 1, 1) != "\n") out += '\n'; // a bare CR ends a line too
        at = end + 1;
    }
}

bool is_html(const MimePart& part) { return part.type.value == "text/html"; }

// The charset an HTML document names in its first <meta> that has one; empty when there is none.
std::string_view charset_of_html(std::string_view html)
{
    constexpr std::size_t octets_looked_at = 4'000;
    html = html.substr(0, octets_looked_at);
    for (auto at = find_nocase(html, "<meta"); at != std::string_view::npos; at = find_nocase(html, "<meta", at + 5)) {
        const auto tag = html.substr(at, html.find('>', at) - at);
        const auto found = find_nocase(tag, "charset");
        if (found == std::string_view::npos) continue;
        auto value = trimmed_left(tag.substr(found + 7));
        if (!value.starts_with('=')) continue;
        value = trimmed_left(value.substr(1));
        while (value.starts_with('"') || value.starts_with('\'')) value.remove_prefix(1);
        return value.substr(0, value.find_first_of("\"'; />"));
    }
    return {};
}

// Of a text: its label, or what an HTML document says itself where the mail does not.
std::string_view label_of(const MimePart& part, std::string_view octets)
{
    const auto label = parameter(part.type, "charset");
    if (!is_html(part)) return label;
    const auto meant = charset_meant(label);
    return (meant.empty() || meant == "us-ascii") && !is_utf8(octets) ? charset_of_html(octets) : label;
}

bool is_enriched(const MimePart& part)
{
    return part.type.value == "text/enriched" || part.type.value == "text/richtext";
}

// Enriched text beside plain or HTML text is a file, unless it is another form of the same.
void make_enriched_files(const std::vector<MimePart>& parts, std::vector<PartRole>& roles)
{
    bool has_other = false, has_enriched = false;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (roles[i] != PartRole::body || parts[i].shape != PartShape::leaf) continue;
        (is_enriched(parts[i]) ? has_enriched : has_other) = true;
    }
    if (!has_other || !has_enriched) return;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto& part = parts[i];
        if (roles[i] != PartRole::body || !is_enriched(part) || !part.parent) continue;
        if (parts[*part.parent].type.value != "multipart/alternative") roles[i] = PartRole::attachment;
    }
}

}

bool reads_as_plain(std::string_view type)
{
    return type == "text/plain" || (type.starts_with("x-") && type.ends_with("/unknown"));
}

std::vector<PartRole> roles_of(const std::vector<MimePart>& parts)
{
    std::vector<PartRole> roles(parts.size(), PartRole::body);
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto& part = parts[i];
        if (part.parent) {
            const auto& above = parts[*part.parent];
            if (is_inner(roles[*part.parent]) ||
                (above.shape == PartShape::attached_mail && above.parent))
                roles[i] = PartRole::inner;
        }
        if (part.shape == PartShape::multipart) continue;
        const std::string_view above =
            part.parent ? std::string_view{parts[*part.parent].type.value} : std::string_view{};
        roles[i] = role_of(part, above, roles[i]);
    }
    show_lone_file(parts, roles);
    make_enriched_files(parts, roles);
    return roles;
}

LeafText text_of_leaf(const MimePart& part, std::size_t limit, std::string_view prior)
{
    LeafText leaf;
    auto octets = part.body;
    if (octets.size() > limit) {
        leaf.cut = true;
        octets = octets.substr(0, limit);
    }
    std::string buffer;
    if (part.encoding != TransferEncoding::identity)
        octets = buffer = decoded(octets, part.encoding);
    if (reads_as_plain(part.type.value) && holds_uuencoded(octets))
        octets = buffer = without_uuencoded(octets);
    auto text = to_utf8(octets, label_of(part, octets), prior);
    leaf.charset = std::move(text.charset);
    leaf.defect = std::move(text.defect);
    leaf.text = with_lf(text.text);
    if (part.type.value == "text/plain" && equal_nocase(parameter(part.type, "format"), "flowed"))
        leaf.text = unflowed(
            leaf.text, equal_nocase(parameter(part.type, "delsp"), "yes") ? DelSp::yes : DelSp::no);
    return leaf;
}

namespace {

// Collects text in the order of the parts; of each alternative only the best branch.
class TextReader {
public:
    TextReader(const std::vector<MimePart>& parts, const std::vector<PartRole>& roles,
               std::size_t limit, std::string_view prior)
        : parts_{parts}, roles_{roles}, left_{limit}, prior_{prior}, plain_in_(parts.size(), false),
          texts_(parts.size())
    {
    }

    ReadableText read()
    {
        for (std::size_t i = 0; i < parts_.size(); ++i)
            if (is_text_body(i)) decode(i);
        for (std::size_t i = 0; i < parts_.size(); ++i) {
            if (texts_[i].empty()) continue;
            if (is_plain(i))
                append(result_.text, texts_[i]);
            else if (!has_plain_alternative(i))
                append(result_.text, plain_form(i));
            if (is_html(parts_[i])) append(result_.html, texts_[i]);
        }
        return std::move(result_);
    }

private:
    bool is_text_body(std::size_t i) const
    {
        if (left_ == 0 || (roles_[i] != PartRole::body && roles_[i] != PartRole::shown_file))
            return false;
        if (parts_[i].shape == PartShape::leaf)
            return parts_[i].type.value.starts_with("text/") || parts_[i].children == 0;
        // a multipart whose boundary never came: all its text stands before it
        return parts_[i].shape == PartShape::multipart && parts_[i].children == 0;
    }

    void decode(std::size_t i)
    {
        auto leaf = text_of_leaf(parts_[i], left_, prior_);
        left_ -= std::min(left_, parts_[i].body.size());
        result_.charsets.emplace_back(i, leaf.charset);
        if (!leaf.defect.empty()) result_.defects.emplace_back(i, leaf.defect);
        if (leaf.cut) result_.defects.emplace_back(i, "text longer than the limit: rest left out");
        if (is_blank_text(leaf.text)) return;
        texts_[i] = std::move(leaf.text);
        if (!is_plain(i)) return;
        for (auto at = parts_[i].parent; at; at = parts_[*at].parent) plain_in_[*at] = true;
    }

    bool is_plain(std::size_t i) const { return !is_html(parts_[i]) && !is_enriched(parts_[i]); }

    std::string plain_form(std::size_t i) const
    {
        if (is_html(parts_[i])) return html_to_text(texts_[i]);
        const bool old = parts_[i].type.value == "text/richtext";
        return enriched_to_text(texts_[i], old ? EnrichedKind::richtext : EnrichedKind::enriched);
    }

    // Some multipart/alternative around the HTML holds plain text, or the mail's only other text
    // stands beside it in a multipart/related of one.
    bool has_plain_alternative(std::size_t i) const
    {
        for (auto at = parts_[i].parent; at; at = parts_[*at].parent)
            if (parts_[*at].type.value == "multipart/alternative" && plain_in_[*at]) return true;
        return false;
    }

    static void append(std::string& to, std::string_view text)
    {
        if (!to.empty() && !to.ends_with('\n')) to += '\n';
        to += text;
    }

    const std::vector<MimePart>& parts_;
    const std::vector<PartRole>& roles_;
    std::size_t left_; // octets of text still taken
    std::string_view prior_;
    std::vector<bool> plain_in_; // a plain text lies somewhere below
    std::vector<std::string> texts_;
    ReadableText result_;
};

}

ReadableText readable_text(const std::vector<MimePart>& parts, const std::vector<PartRole>& roles,
                           std::size_t limit, std::string_view prior)
{
    return TextReader{parts, roles, limit, prior}.read();
}

}
