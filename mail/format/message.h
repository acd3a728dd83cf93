// What a mail is once it has been read: values only.
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace deskhand::mail {

// One mailbox of an address header; `name` decoded to UTF-8, `addr` as local@domain in the
// sender's spelling, empty when the header holds no address that can be written to.
struct Address {
    std::string name;
    std::string addr;
    bool operator==(const Address&) const = default;
};

// Something wrong with the mail, and how it was repaired.
struct Defect {
    std::string what;  // e.g. "charset unknown: read as windows-1252"
    std::string where; // header name or part path, e.g. "1.2"
};

struct Header {
    std::string name;  // as written
    std::string value; // unfolded, encoded words decoded, UTF-8
};

enum class DateSource { header, received, arrival };

// An instant with the offset it was written in.
struct MailDate {
    std::chrono::sys_seconds instant{};
    std::chrono::minutes offset{0};
    DateSource source = DateSource::header;
};

// The tree of content types, e.g. multipart/mixed of text/plain and image/png.
struct Structure {
    std::string type;
    std::vector<Structure> children;
};

// One leaf of that tree; its bytes stay in the journal and are read again where needed.
struct Leaf {
    std::string type;
    std::string charset;
    std::string name;       // decoded file name
    std::string content_id; // without brackets
    std::uint64_t size = 0; // decoded octets
    std::string sha256;     // of the decoded octets, lower-case hex
    bool is_inline = false;
    bool is_attachment = false;
    bool is_within = false;  // of an attached mail, a body in a winmail.dat, or opened already: carried along
    bool has_leaves = false; // an attached mail: no leaf itself, its own leaves follow
};

// What a stretch of the readable text is.
enum class SpanKind { own, signoff, quote, forward, banner, footer, device };

struct Span {
    SpanKind kind = SpanKind::own;
    std::string text;
};

struct Message {
    std::uint64_t size = 0;
    std::string sha256;          // of the raw octets, lower-case hex
    std::vector<Header> headers; // of the outermost mail, in order
    std::vector<Header> as_written; // its From, Received and Authentication-Results fields, in order, unfolded, not decoded
    std::string subject;
    std::vector<Address> from, sender, to, cc, reply_to;
    std::optional<std::string> return_path; // "" = null reverse-path; absent = no such header
    std::optional<MailDate> date;
    std::string message_id; // without brackets; empty when there is none
    std::vector<std::string> in_reply_to, references;
    std::string text; // the readable body as text, whole, LF line ends
    std::string html; // the HTML as received, decoded to UTF-8
    Structure structure;
    std::vector<Leaf> leaves;
    std::vector<Span> spans; // in order, together `text`
    // Machine readable parts kept verbatim for the judgement (RFC 3464, RFC 5965): each the decoded
    // text of a message/delivery-status or message/feedback-report part.
    std::vector<std::string> delivery_reports, feedback_reports;
    // Header block of an attached or quoted original mail (message/rfc822, text/rfc822-headers).
    std::vector<Header> original_headers;
    std::vector<Defect> defects;
};

// First header of that name, compared without case; nullptr when absent.
const Header* find_header(const Message& message, std::string_view name);

// The value of find_header, or empty.
std::string_view header_value(const Message& message, std::string_view name);

// Who says to have written it: the address of the only From field, when it names one mailbox that can be written to.
// nullptr otherwise - several From fields or mailboxes and groups are nobody - and never from Sender or Reply-To.
const Address* author_of(const Message& message);

// What the sender wrote now: the `own` spans and the greeting and name typed below them, of a mere
// forward the forwarded text; never empty when there is unquoted text.
std::string own_text(const Message& message);

}
