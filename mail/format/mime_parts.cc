#include "mail/format/mime_parts.h"

#include "mail/format/ascii.h"
#include "mail/format/boundary_lines.h"
#include "mail/format/signed_content.h"

#include <algorithm>
#include <iterator>

namespace deskhand::mail {
namespace {

constexpr std::size_t longest_boundary = 16'000; // octets; RFC 2046 allows 70

struct OpenMultipart {
    std::size_t part;
    std::string boundary;
};

struct OpenMail { // attached
    std::size_t part, begin;
    std::size_t multiparts_around;
};

struct BoundaryLine {
    std::size_t level; // index into the stack of open multiparts
    bool closes;
};

bool is_mail_type(std::string_view type)
{
    return type == "message/rfc822" || type == "message/global" || type == "message/news";
}

class Splitter {
public:
    Splitter(std::string_view octets, const SplitLimits& limits) : octets_{octets}, limits_{limits}
    {
    }

    MimeParts split()
    {
        open_part({}, {}, true);
        while (at_ < octets_.size() && !result_.too_many) next_boundary();
        close_from(0, octets_.size());
        return std::move(result_);
    }

private:
    std::string_view line_at(std::size_t at) const
    {
        auto rest = octets_.substr(at);
        return take_line(rest);
    }

    std::size_t after_line(std::size_t at) const
    {
        const auto end = octets_.find('\n', at);
        return end == std::string_view::npos ? octets_.size() : end + 1;
    }

    std::optional<BoundaryLine> boundary_line(std::string_view line) const
    {
        if (open_.empty() || !line.starts_with("--")) return {};
        if (line.size() > longest_boundary + 64) return {};
        const auto text = line.substr(2);
        for (auto level = open_.size(); level-- > 0;) {
            const std::string_view boundary = open_[level].boundary;
            const auto size = boundary.size();
            // most levels are told apart by their last octet
            if (size > text.size() || text[size - 1] != boundary.back()) continue;
            if (!text.starts_with(boundary)) continue;
            const auto after = trimmed_right(text.substr(boundary.size()));
            // something behind a blank does not count (RFC 2046 section 5.1.1)
            if (after.empty() || is_blank(after.front())) return BoundaryLine{level, false};
            if (after == "--" || after.starts_with("-- ")) return BoundaryLine{level, true};
        }
        return {};
    }

    // The fields at `at_`, but never past a boundary line.
    HeaderBlock read_header()
    {
        auto rest = octets_.substr(at_);
        if (!open_.empty()) {
            std::size_t end = at_;
            for (; end < octets_.size(); end = after_line(end)) {
                const auto line = line_at(end);
                if (trimmed(line).empty() || boundary_line(line)) break;
            }
            rest = octets_.substr(at_,
                                  boundary_line(line_at(end)) ? end - at_ : std::string_view::npos);
        }
        return read_header_block(rest, limits_.header_octets);
    }

    void open_part(std::optional<std::size_t> parent, std::string path, bool is_mail)
    {
        for (bool go_on = true; go_on;) {
            MimePart part;
            part.parent = parent;
            part.path = std::move(path);
            part.is_mail = is_mail;
            if (parent) {
                part.depth = result_.parts[*parent].depth + 1;
                ++result_.parts[*parent].children;
            }
            part.header = read_header();
            at_ += part.header.size;
            read_type(part);
            decide_shape(part);
            const auto index = result_.parts.size();
            go_on = part.shape == PartShape::attached_mail;
            if (go_on) open_mails_.push_back({index, at_, open_.size()});
            if (go_on) path = part.path.empty() ? "1" : part.path + ".1";
            body_from_ = at_;
            if (part.shape == PartShape::multipart) open_.push_back({index, part.type.boundary});
            result_.parts.push_back(std::move(part));
            current_ = index;
            parent = index;
            is_mail = true;
        }
    }

    void read_type(MimePart& part) const
    {
        const bool in_digest = part.parent && !part.is_mail &&
                               result_.parts[*part.parent].type.value == "multipart/digest";
        if (const auto* field = find_field(part.header, "Content-Type"))
            part.type = read_media_type(field->raw);
        const auto slash = part.type.value.find('/');
        if (slash == std::string::npos && part.type.value.starts_with("x-"))
            part.type.value += "/unknown"; // named as before MIME (RFC 1049): "X-BE2; 12"
        else if (slash == std::string::npos || slash == 0 || slash + 1 == part.type.value.size())
            part.type.value = in_digest ? "message/rfc822" : "text/plain";
        part.encoding = transfer_encoding(field_value(part.header, "Content-Transfer-Encoding"));
    }

    void decide_shape(MimePart& part)
    {
        const bool multipart = part.type.value.starts_with("multipart/");
        const bool mail = is_mail_type(part.type.value);
        if (!multipart && !(mail && part.encoding == TransferEncoding::identity)) return;
        if (part.depth >= limits_.depth || result_.parts.size() + 1 >= limits_.parts) {
            result_.too_deep = result_.too_deep || part.depth >= limits_.depth;
            return;
        }
        if (mail) {
            if (at_ < octets_.size()) part.shape = PartShape::attached_mail;
            return;
        }
        choose_boundary(part.type.boundary);
        if (!part.type.boundary.empty()) part.shape = PartShape::multipart;
    }

    // A boundary does not end in blanks (RFC 2046 section 5.1.1), unless the lines do too.
    void choose_boundary(std::string& boundary)
    {
        if (!comes(boundary)) boundary = meant_boundary(boundary);
        if (!boundary.empty() && boundary.size() <= longest_boundary && comes(boundary)) return;
        auto guess = guessed_boundary();
        if (guess.empty() && boundary.size() <= longest_boundary) return;
        result_.guessed_boundary = result_.guessed_boundary || !guess.empty();
        boundary = std::move(guess);
    }

    // Of one that never comes: without blanks at its end, a comment, quotes of the wrong kind.
    std::string meant_boundary(const std::string& written)
    {
        const std::string_view tight = trimmed_right(written);
        const auto comment = tight.find(" (");
        const bool quoted = tight.size() > 2 && tight.starts_with('\'') && tight.ends_with('\'');
        for (const auto meant : {tight.substr(0, comment), quoted ? tight.substr(1, tight.size() - 2) : tight})
            if (meant.size() < tight.size() && comes(meant)) return std::string{meant};
        return std::string{tight};
    }

    // Whether a line of that boundary is still to come.
    bool comes(std::string_view boundary)
    {
        if (!lines_) lines_.emplace(octets_, longest_boundary + 64);
        return lines_->comes(boundary, at_);
    }

    // The first line of dashes and more that fields or an empty line follow.
    std::string guessed_boundary() const
    {
        constexpr int lines_looked_at = 100;
        auto at = at_;
        for (int i = 0; i < lines_looked_at && at < octets_.size(); ++i, at = after_line(at)) {
            const auto line = trimmed_right(line_at(at));
            if (boundary_line(line)) return {}; // of a multipart around this one
            if (!line.starts_with("--") || line.size() < 4 || line.size() > longest_boundary)
                continue;
            if (starts_nocase(line_at(after_line(at)), "content-"))
                return std::string{line.substr(2)};
        }
        return {};
    }

    // Goes on to the next boundary line of any open multipart and acts on it.
    void next_boundary()
    {
        if (open_.empty()) {
            at_ = octets_.size();
            return;
        }
        std::size_t at = at_;
        if (at > 0 && octets_[at - 1] != '\n') at = after_line(at);
        for (;;) {
            // hyphens are rarer than line ends
            at = octets_.find("--", at);
            if (at == std::string_view::npos) {
                at_ = octets_.size();
                return;
            }
            if (at > 0 && octets_[at - 1] != '\n') {
                at = after_line(at);
                continue;
            }
            if (const auto found = boundary_line(line_at(at))) return act_on(*found, at);
            at = after_line(at);
        }
    }

    void act_on(BoundaryLine boundary, std::size_t at)
    {
        close_from(boundary.level + 1, at); // ends the body of the part before, whoever's it is
        at_ = after_line(at);
        if (boundary.closes) {
            open_.pop_back();
            return;
        }
        if (at_ == octets_.size()) return; // a part of nothing
        if (result_.parts.size() >= limits_.parts) {
            result_.too_many = true;
            return;
        }
        const auto parent = open_[boundary.level].part;
        const auto& above = result_.parts[parent];
        auto path = (above.path.empty() ? std::string{} : above.path + '.') +
                    std::to_string(above.children + 1);
        open_part(parent, std::move(path), false);
    }

    // The octets up to a boundary line; the line end before it belongs to the boundary.
    std::string_view body_between(std::size_t begin, std::size_t end) const
    {
        if (end < octets_.size()) {
            if (end > begin && octets_[end - 1] == '\n') --end;
            if (end > begin && octets_[end] == '\n' && octets_[end - 1] == '\r') --end;
        }
        return octets_.substr(begin, end - std::min(begin, end));
    }

    // Everything opened inside the multipart below `level` ends at `end`.
    void close_from(std::size_t level, std::size_t end)
    {
        if (current_) result_.parts[*current_].body = body_between(body_from_, end);
        current_.reset();
        while (!open_mails_.empty() && open_mails_.back().multiparts_around >= level) {
            const auto& mail = open_mails_.back();
            result_.parts[mail.part].body = body_between(mail.begin, end);
            open_mails_.pop_back();
        }
        if (open_.size() > level) {
            result_.lost_boundary = true;
            open_.resize(level);
        }
    }

    std::string_view octets_;
    SplitLimits limits_;
    MimeParts result_;
    std::vector<OpenMultipart> open_;
    std::vector<OpenMail> open_mails_;
    std::size_t at_ = 0, body_from_ = 0;
    std::optional<BoundaryLines> lines_; // once asked for
    std::optional<std::size_t> current_; // the part whose body is being read
};

bool is_encoded_mail(const MimePart& part)
{
    return part.shape == PartShape::leaf && part.encoding != TransferEncoding::identity &&
           is_mail_type(part.type.value);
}

// By its type, or by its name where a gateway lost the type.
bool is_opaque_smime(const MimePart& part)
{
    if (part.shape != PartShape::leaf) return false;
    const std::string_view type = part.type.value;
    if (type == "application/pkcs7-mime" || type == "application/x-pkcs7-mime") return true;
    return type == "application/octet-stream" && ends_nocase(parameter(part.type, "name"), ".p7m");
}

// Puts the parts found inside a part behind it.
void insert_below(MimeParts& mime, std::size_t at, PartShape shape, MimeParts inner)
{
    auto& around = mime.parts[at];
    const auto depth = around.depth + 1;
    const auto path = around.path.empty() ? std::string{"1"} : around.path + ".1";
    around.shape = shape;
    around.children = 1;
    inner.parts.front().is_mail = shape == PartShape::attached_mail;
    for (auto& part : inner.parts) {
        part.depth += depth;
        part.parent = part.parent ? *part.parent + at + 1 : at;
        part.path = part.path.empty() ? path : path + '.' + part.path;
    }
    for (auto i = at + 1; i < mime.parts.size(); ++i)
        if (*mime.parts[i].parent > at) *mime.parts[i].parent += inner.parts.size();
    mime.parts.insert(mime.parts.begin() + static_cast<std::ptrdiff_t>(at) + 1,
                      std::make_move_iterator(inner.parts.begin()),
                      std::make_move_iterator(inner.parts.end()));
    mime.too_deep = mime.too_deep || inner.too_deep;
    mime.too_many = mime.too_many || inner.too_many;
}

// What lies inside a part that is no multipart: a mail's octets, or a signed entity's.
std::optional<std::string> contents_of(MimePart& part)
{
    auto octets = decoded(part.body, part.encoding);
    if (is_mail_type(part.type.value)) return octets;
    auto cms = read_cms(octets);
    part.is_encrypted = cms.kind == CmsKind::enveloped_data;
    if (cms.kind != CmsKind::signed_data) return {};
    return std::move(cms.content);
}

}

MimeParts split_mime(std::string_view octets, const SplitLimits& limits)
{
    auto mime = Splitter{octets, limits}.split();
    std::size_t decoded_octets = 0; // at most twice those of the whole mail
    for (std::size_t i = 0; i < mime.parts.size(); ++i) {
        auto& part = mime.parts[i];
        const bool is_mail = is_encoded_mail(part);
        if (!is_mail && !is_opaque_smime(part)) continue;
        decoded_octets += part.body.size();
        if (part.depth >= limits.depth || mime.parts.size() >= limits.parts ||
            decoded_octets > 2 * octets.size()) {
            mime.too_deep = true;
            break;
        }
        auto contents = contents_of(part);
        if (!contents) continue;
        mime.decoded_mails.push_back(std::move(*contents));
        const SplitLimits left{limits.depth - part.depth, limits.parts - mime.parts.size(),
                               limits.header_octets};
        insert_below(mime, i, is_mail ? PartShape::attached_mail : PartShape::opened,
                     Splitter{mime.decoded_mails.back(), left}.split());
    }
    return mime;
}

}
