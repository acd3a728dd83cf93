// A mail's octets in the form everything here counts on, and its parts.
#pragma once
#include "mail/format/message.h"
#include "mail/format/mime_parts.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace deskhand::mail {

// The parts look into the octets given, or into `changed`.
struct SplitMail {
    std::unique_ptr<const std::string> changed; // owns the octets where they had to be changed
    MimeParts mime;
    std::vector<Defect> defects;
};

// Finds the first header field (mbox "From " lines, empty lines and lines that are no field pass),
// takes old Macintosh line ends for LF, and splits.
SplitMail split_mail(std::string_view bytes, const SplitLimits& limits);

}
