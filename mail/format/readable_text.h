// Which parts of a mail a person reads, and the text they make.
#pragma once
#include "mail/format/mime_parts.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace deskhand::mail {

// What one leaf is for the reader.
enum class PartRole {
    body,       // text shown, or the HTML alternative of it
    attachment, // a file
    shown_file, // a named text that is all there is to read
    machine,    // reports, signatures: for programs
    inner,      // belongs to an attached mail
    inner_file  // a file of an attached mail
};

// Plain text, or what was named as before MIME and is text to all who do not know it (RFC 2045
// section 5.2).
bool reads_as_plain(std::string_view type);

// The role of every part, by index.
std::vector<PartRole> roles_of(const std::vector<MimePart>& parts);

// The decoded text of one leaf as UTF-8, soft breaks joined, with LF line ends, at most `limit`
// octets of input. `defect` says what was repaired.
struct LeafText {
    std::string text, charset, defect;
    bool cut = false;
};
LeafText text_of_leaf(const MimePart& part, std::size_t limit, std::string_view prior);

struct ReadableText {
    std::string text;                                          // whole, LF
    std::string html;                                          // decoded, as received
    std::vector<std::pair<std::size_t, std::string>> charsets; // of the parts read, by index
    std::vector<std::pair<std::size_t, std::string>> defects;  // by part
};

// Joins the body parts: of each multipart/alternative the plain text where it is usable, otherwise
// its HTML turned into text.
ReadableText readable_text(const std::vector<MimePart>& parts, const std::vector<PartRole>& roles,
                           std::size_t limit, std::string_view prior);

}
