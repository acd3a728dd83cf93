#include "mail/format/parse_message.h"

#include "mail/format/addresses.h"
#include "mail/format/ascii.h"
#include "mail/format/charset.h"
#include "mail/format/charset_prior.h"
#include "mail/format/dates.h"
#include "mail/format/encoded_words.h"
#include "mail/format/leaves.h"
#include "mail/format/mime_parts.h"
#include "mail/format/own_words.h"
#include "mail/format/plain_text.h"
#include "mail/format/readable_text.h"
#include "mail/format/split_mail.h"

#include <algorithm>
#include <utility>

namespace deskhand::mail {
namespace {

SplitLimits split_limits(const ParseLimits& limits)
{
    return {limits.depth, limits.parts, limits.header_octets};
}

void add_addresses(std::vector<Address>& to, const Field& field, const ParseLimits& limits,
                   std::string_view prior)
{
    auto found = read_addresses(field.raw,
                                limits.recipients - std::min(limits.recipients, to.size()), prior);
    std::move(found.begin(), found.end(), std::back_inserter(to));
}

// What says who a mail is from: decoding could make another out of it.
bool is_kept_as_written(std::string_view name)
{
    return equal_nocase(name, "From") || equal_nocase(name, "Received") || equal_nocase(name, "Authentication-Results");
}

// Line ends become blanks.
std::string unfolded(std::string_view raw)
{
    std::string out{trimmed(raw)};
    std::replace_if(out.begin(), out.end(), [](char c) { return c == '\r' || c == '\n'; }, ' ');
    return out;
}

// Reads the outermost header into the message.
class HeaderReader {
public:
    HeaderReader(Message& message, const ParseLimits& limits, std::string_view prior)
        : message_{message}, limits_{limits}, prior_{prior}
    {
    }

    void read(const HeaderBlock& block)
    {
        message_.headers.reserve(block.fields.size());
        for (const auto& field : block.fields) {
            read_field(field);
            message_.headers.push_back(
                {std::string{field.name}, decode_header_text(field.raw, prior_)});
            if (is_kept_as_written(field.name))
                message_.as_written.push_back({std::string{field.name}, unfolded(field.raw)});
        }
        if (block.cut) defect("header longer than the limit: later fields left out", "header");
        if (block.has_strange_lines) defect("lines that are no header field skipped", "header");
        if (!block.has_end) defect("no empty line between header and body", "header");
        if (message_.from.empty()) defect("no sender address", "From");
        if (!message_.date && !received_.empty()) message_.date = date_of_received(received_);
    }

private:
    void read_field(const Field& field)
    {
        const auto name = field.name;
        switch (lower(name.front())) {
        case 's':
            if (equal_nocase(name, "Subject")) return read_subject(field);
            if (equal_nocase(name, "Sender"))
                return add_addresses(message_.sender, field, limits_, prior_);
            return;
        case 'f':
            if (equal_nocase(name, "From")) read_from(field);
            return;
        case 't':
            if (equal_nocase(name, "To")) add_addresses(message_.to, field, limits_, prior_);
            return;
        case 'c':
            if (equal_nocase(name, "Cc")) add_addresses(message_.cc, field, limits_, prior_);
            return;
        case 'd':
            if (equal_nocase(name, "Date")) read_date(field);
            return;
        case 'm':
            if (equal_nocase(name, "Message-ID")) read_message_id(field);
            return;
        case 'i':
            if (equal_nocase(name, "In-Reply-To")) add_ids(message_.in_reply_to, field);
            return;
        case 'r': return read_r(field);
        default: return;
        }
    }

    void read_r(const Field& field)
    {
        const auto name = field.name;
        if (equal_nocase(name, "Reply-To"))
            return add_addresses(message_.reply_to, field, limits_, prior_);
        if (equal_nocase(name, "References")) return add_ids(message_.references, field);
        if (equal_nocase(name, "Received") && received_.empty()) received_ = field.raw;
        if (!equal_nocase(name, "Return-Path") || message_.return_path) return;
        const auto path = read_addresses(field.raw, 1);
        message_.return_path = path.empty() ? std::string{} : path.front().addr;
    }

    void read_subject(const Field& field)
    {
        if (std::exchange(has_subject_, true))
            return defect("more than one header of this name: the first counts", "Subject");
        message_.subject = decode_header_text(field.raw, prior_);
    }

    void read_from(const Field& field)
    {
        if (!message_.from.empty())
            return defect("more than one header of this name: the first counts", "From");
        add_addresses(message_.from, field, limits_, prior_);
    }

    void read_date(const Field& field)
    {
        if (message_.date) return;
        message_.date = read_date_value(field.raw, DateSource::header);
        if (!message_.date) defect("date not readable", "Date");
    }

    void read_message_id(const Field& field)
    {
        if (!message_.message_id.empty()) return;
        auto ids = read_message_ids(field.raw);
        if (!ids.empty())
            message_.message_id = std::move(ids.front());
        else if (const auto word = trimmed(field.raw);
                 !word.empty() && word.find_first_of("<> \t") == std::string_view::npos)
            message_.message_id = decode_header_text(word);
    }

    void add_ids(std::vector<std::string>& to, const Field& field)
    {
        auto ids = read_message_ids(field.raw);
        std::move(ids.begin(), ids.end(), std::back_inserter(to));
    }

    void defect(std::string what, std::string where)
    {
        message_.defects.push_back({std::move(what), std::move(where)});
    }

    Message& message_;
    const ParseLimits& limits_;
    std::string_view prior_, received_;
    bool has_subject_ = false;
};

Structure structure_of(const std::vector<MimePart>& parts)
{
    // children follow their parents, so building from the back needs no recursion
    std::vector<Structure> built(parts.size());
    for (auto i = parts.size(); i-- > 0;) {
        built[i].type = parts[i].type.value;
        std::reverse(built[i].children.begin(), built[i].children.end());
        // what is inside an opened part is the sender's business, not the mail's structure
        if (parts[i].parent && parts[*parts[i].parent].shape != PartShape::opened)
            built[*parts[i].parent].children.push_back(std::move(built[i]));
    }
    return std::move(built.front());
}

std::vector<Header> headers_of(const HeaderBlock& block, std::string_view prior)
{
    std::vector<Header> headers;
    for (const auto& field : block.fields)
        headers.push_back({std::string{field.name}, decode_header_text(field.raw, prior)});
    return headers;
}

// Reports and the original mail they speak of.
void read_reports(const MimeParts& mime, const ParseLimits& limits, Message& message,
                  std::string_view prior)
{
    for (const auto& part : mime.parts) {
        const std::string_view type = part.type.value;
        const bool status =
            type == "message/delivery-status" || type == "message/global-delivery-status";
        if (status)
            message.delivery_reports.push_back(text_of_leaf(part, limits.text_octets, prior).text);
        if (type == "message/feedback-report")
            message.feedback_reports.push_back(text_of_leaf(part, limits.text_octets, prior).text);
        if (!message.original_headers.empty()) continue;
        if (part.is_mail && part.parent) message.original_headers = headers_of(part.header, prior);
        if (type == "text/rfc822-headers" || type == "message/rfc822-headers" ||
            type == "message/global-headers") {
            const auto text = text_of_leaf(part, limits.header_octets, prior).text;
            message.original_headers =
                headers_of(read_header_block(text, limits.header_octets), prior);
        }
    }
}

// Which parts could be read without proof of who wrote them, and which not at all.
void name_crypto_defects(const MimeParts& mime, Message& message)
{
    constexpr const char* encrypted = "encrypted: its contents cannot be read";
    for (const auto& part : mime.parts) {
        if (part.shape == PartShape::opened)
            message.defects.push_back({"unverified signature", part.path});
        if (part.is_encrypted || part.type.value == "multipart/encrypted")
            message.defects.push_back({encrypted, part.path});
    }
    if (message.text.find("-----BEGIN PGP MESSAGE-----") != std::string::npos)
        message.defects.push_back({encrypted, "text"});
}

// The text of a winmail.dat, for mails that have no other.
void read_tnef_text(const MimeParts& mime, const ParseLimits& limits, Message& message)
{
    for (const auto& part : mime.parts) {
        if (!message.text.empty()) return;
        const auto contents = tnef_of(part);
        if (!contents) continue;
        message.text = contents->text.empty() ? html_to_text(contents->html) : contents->text;
        std::erase(message.text, '\r');
        if (message.text.size() > limits.text_octets) {
            message.text = to_utf8(message.text.substr(0, limits.text_octets), "utf-8").text;
            message.defects.push_back({"text longer than the limit: rest left out", part.path});
        }
        if (message.html.empty()) message.html = contents->html;
    }
}

}

Message parse_message(std::string_view bytes, const ParseLimits& limits)
{
    Message message;
    message.size = bytes.size();
    message.sha256 = sha256_hex(bytes);
    auto mail = split_mail(bytes, split_limits(limits));
    message.defects = std::move(mail.defects);
    const auto& mime = mail.mime;
    const auto prior = charset_prior(mime.parts);
    HeaderReader{message, limits, prior}.read(mime.parts.front().header);

    const auto roles = roles_of(mime.parts);
    auto readable = readable_text(mime.parts, roles, limits.text_octets, prior);
    for (auto& [part, what] : readable.defects)
        message.defects.push_back({std::move(what), mime.parts[part].path});
    message.text = std::move(readable.text);
    message.html = std::move(readable.html);
    read_tnef_text(mime, limits, message);
    name_crypto_defects(mime, message);
    message.structure = structure_of(mime.parts);
    message.leaves = read_leaves(mime, roles, prior);
    read_reports(mime, limits, message, prior);
    message.spans = spans_of(message.text, sender_of(message));
    return message;
}

std::vector<DraftAttachment> attachments_of(std::string_view bytes, std::size_t most,
                                            const ParseLimits& limits)
{
    const auto mail = split_mail(bytes, split_limits(limits));
    const auto roles = roles_of(mail.mime.parts);
    std::vector<DraftAttachment> out;
    std::size_t octets = 0;
    each_leaf(mail.mime, roles, charset_prior(mail.mime.parts), [&](Leaf leaf, const LeafOctets& content) {
        if (!leaf.is_attachment) return;
        octets += leaf.size;
        if (octets <= most) out.push_back({std::move(leaf.name), std::move(leaf.type), content()});
    });
    if (octets > most) out.clear();
    return out;
}

}
