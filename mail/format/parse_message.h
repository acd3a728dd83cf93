// Octets to a Message. Total: every input gives a Message plus its named defects.
#pragma once
#include "mail/format/compose.h"
#include "mail/format/message.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace deskhand::mail {

// Bounds against hostile mail; what lies beyond is named as a defect, never an error.
struct ParseLimits {
    std::size_t depth = 64;              // nesting of multiparts and attached mails, > 0
    std::size_t parts = 2'000;           // leaves read, > 0
    std::size_t header_octets = 1 << 20; // of one header block, > 0
    std::size_t recipients = 5'000;      // kept of each address header, > 0
    std::size_t text_octets = 4 << 20;   // of readable text kept, > 0
};

// Reads RFC 5322 + MIME (RFC 2045-2049, 2047, 2231) octets in either line ending, mbox "From "
// lines and missing header/body separators included. Linear in the size of the input.
Message parse_message(std::string_view bytes, const ParseLimits& limits = {});

// The attachments of the same mail with their decoded octets, for passing them on; none when they
// come to more than `most` octets together.
std::vector<DraftAttachment> attachments_of(std::string_view bytes, std::size_t most,
                                            const ParseLimits& limits = {});

}
