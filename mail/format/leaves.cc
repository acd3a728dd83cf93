#include "mail/format/leaves.h"

#include "mail/format/addresses.h"
#include "mail/format/ascii.h"
#include "mail/format/charset.h"
#include "mail/format/media_type.h"
#include "mail/format/transfer.h"
#include "mail/format/uuencoded.h"

#include <algorithm>

namespace deskhand::mail {
namespace {

constexpr std::size_t largest_tnef = 64 << 20; // octets before decoding; larger ones stay closed

Leaf leaf_of(const MimePart& part, PartRole role, std::string_view prior)
{
    Leaf leaf;
    leaf.type = part.type.value;
    leaf.charset = charset_meant(parameter(part.type, "charset"));
    const auto* field = find_field(part.header, "Content-Disposition");
    const auto disposition = field ? read_media_type(field->raw, prior) : MediaType{};
    auto name = parameter(disposition, "filename");
    MediaType with_prior; // names written in raw octets
    if (name.empty()) {
        const auto* type_field = find_field(part.header, "Content-Type");
        if (type_field && !is_plain_ascii(type_field->raw))
            with_prior = read_media_type(type_field->raw, prior);
        name = parameter(with_prior.value.empty() ? part.type : with_prior, "name");
    }
    if (name.empty()) name = parameter(disposition, "name"); // said in the wrong field
    // where the disposition lost letters, the type's name may have them
    const auto type_name = parameter(part.type, "name");
    if (name.find('?') != std::string_view::npos && !type_name.empty() &&
        type_name.find('?') == std::string_view::npos)
        name = type_name;
    // RFC 2046 section 5.2.3: the name of an external body says where it lies
    leaf.name =
        part.type.value == "message/external-body" ? shown_place(name) : shown_file_name(name);
    if (const auto* id = find_field(part.header, "Content-ID")) {
        auto ids = read_message_ids(id->raw);
        leaf.content_id = ids.empty() ? std::string{trimmed(id->raw)} : std::move(ids.front());
    }
    leaf.is_inline =
        disposition.value == "inline" || (disposition.value.empty() && !leaf.content_id.empty());
    const bool is_opened = part.shape == PartShape::opened; // its contents are passed on
    leaf.is_attachment = !is_opened && (role == PartRole::attachment || role == PartRole::shown_file);
    leaf.is_within = is_opened || role == PartRole::inner_file;
    return leaf;
}

bool is_tnef(const MimePart& part)
{
    return part.shape == PartShape::leaf && (part.type.value == "application/ms-tnef" ||
                                             part.type.value == "application/vnd.ms-tnef");
}

// What a thing inside a leaf is to the reader.
enum class Inside { file, body, other_form };

Leaf leaf_of(const TnefFile& file, Inside what)
{
    Leaf leaf;
    leaf.type = file.type.find('/') == std::string::npos ? "application/octet-stream"
                                                         : lowered(trimmed(file.type));
    leaf.name = shown_file_name(file.name);
    leaf.size = file.octets.size();
    leaf.sha256 = sha256_hex(file.octets);
    leaf.is_attachment = what == Inside::file;
    leaf.is_within = what == Inside::body;
    return leaf;
}

bool is_counted(const MimePart& part, PartRole role)
{
    if (part.shape == PartShape::multipart) return false;
    if (part.shape == PartShape::leaf || part.shape == PartShape::opened) return true;
    return part.parent && role == PartRole::attachment;
}

struct InnerFile {
    TnefFile file;
    Inside what = Inside::file; // only files are passed on
};

std::vector<InnerFile> files_of(TnefContents contents)
{
    std::vector<InnerFile> files;
    for (auto& file : contents.files) files.push_back({std::move(file)});
    if (!contents.rtf.empty())
        files.push_back({{"body.rtf", "application/rtf", std::move(contents.rtf)}, Inside::body});
    if (!contents.html_octets.empty())
        files.push_back({{"body.html", "text/html", std::move(contents.html_octets)}, Inside::body});
    return files;
}

// The files that lie inside a leaf: those of a winmail.dat, and those uuencoded in a text that is read;
// of a uuencoded part how it came.
std::vector<InnerFile> files_inside(const MimePart& part, PartRole role)
{
    if (auto contents = tnef_of(part)) return files_of(std::move(*contents));
    std::vector<InnerFile> files;
    // no encoding of MIME's (RFC 2045 section 6.3): readers without it see these octets
    if (part.encoding == TransferEncoding::uuencode && holds_uuencoded(part.body))
        files.push_back({{{}, "text/x-uuencode", std::string{part.body}}, Inside::other_form});
    const bool is_read = role == PartRole::body || role == PartRole::shown_file;
    if (!is_read || !reads_as_plain(part.type.value) || !holds_uuencoded(part.body)) return files;
    for (auto& file : uuencoded_files(decoded(part.body, part.encoding)))
        files.push_back({{std::move(file.name), {}, std::move(file.octets)}});
    return files;
}

}

std::optional<TnefContents> tnef_of(const MimePart& part)
{
    if (!is_tnef(part) || part.body.size() > largest_tnef) return {};
    return read_tnef(decoded(part.body, part.encoding));
}

void each_leaf(const MimeParts& mime, const std::vector<PartRole>& roles, std::string_view prior,
               const std::function<void(Leaf, const LeafOctets&)>& take)
{
    for (std::size_t i = 0; i < mime.parts.size(); ++i) {
        const auto& part = mime.parts[i];
        if (!is_counted(part, roles[i])) continue;
        auto leaf = leaf_of(part, roles[i], prior);
        leaf.has_leaves = part.shape == PartShape::attached_mail;
        auto digest = digest_of(part.body, part.encoding);
        leaf.size = digest.size;
        leaf.sha256 = std::move(digest.sha256);
        auto files = files_inside(part, roles[i]);
        if (is_tnef(part) && !files.empty()) leaf.is_attachment = false; // its files are
        take(std::move(leaf), [&] { return decoded(part.body, part.encoding); });
        for (auto& [file, what] : files)
            take(leaf_of(file, what), [&octets = file.octets] { return std::move(octets); });
    }
}

std::vector<Leaf> read_leaves(const MimeParts& mime, const std::vector<PartRole>& roles,
                              std::string_view prior)
{
    std::vector<Leaf> leaves;
    each_leaf(mime, roles, prior, [&](Leaf leaf, const LeafOctets&) { leaves.push_back(std::move(leaf)); });
    return leaves;
}

}
