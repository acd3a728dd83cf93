// The parts of a mail as stretches of its octets: where each begins and ends, and whose child it
// is.
#pragma once
#include "mail/format/header_block.h"
#include "mail/format/media_type.h"
#include "mail/format/transfer.h"

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace deskhand::mail {

// An opened part is a leaf whose contents were found to be parts too: opaque signed data.
enum class PartShape { leaf, multipart, attached_mail, opened };

struct MimePart {
    PartShape shape = PartShape::leaf;
    std::optional<std::size_t> parent; // index into MimeParts::parts; nothing for the outermost
    std::size_t depth = 0;
    HeaderBlock header;
    MediaType type;
    TransferEncoding encoding = TransferEncoding::identity;
    // Of a leaf its undecoded octets, of a multipart those before its first boundary.
    std::string_view body;
    bool is_encrypted = false;
    std::string path; // e.g. "1.2"; empty for the outermost
    std::size_t children = 0;
    bool is_mail =
        false; // its header is a mail's, i.e. the outermost or the child of an attached mail
};

struct MimeParts {
    std::vector<MimePart> parts; // in the order of the octets; the first is the outermost mail
    std::deque<std::string> decoded_mails; // that parts of encoded attached mails point into
    bool too_deep = false, too_many = false;
    bool lost_boundary = false;    // a multipart was never closed
    bool guessed_boundary = false; // missing, or never coming: one was taken from the lines
};

struct SplitLimits {
    std::size_t depth, parts, header_octets;
};

// Splits without copying and without recursion, in one pass: every boundary line closes what lies
// inside it, unclosed multiparts end with their parent, a multipart without a boundary, or whose
// boundary never comes, takes the first line that looks like one. Attached mails that are base64 or
// quoted-printable, which MIME forbids, are decoded and split too, and so is what S/MIME signs as a whole (nothing is verified). What lies beyond the limits
// stays undivided in its part.
MimeParts split_mime(std::string_view octets, const SplitLimits& limits);

}
