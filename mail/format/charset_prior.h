// The charset to read what names none in.
#pragma once
#include "mail/format/mime_parts.h"

#include <string>
#include <vector>

namespace deskhand::mail {

// Raw octets in headers and unlabelled parts are read in the charset a text of the mail is labelled
// with; where there is none, in the one that header and unlabelled texts together look like, for a
// header alone is too short to tell. Empty when nothing needs one.
std::string charset_prior(const std::vector<MimePart>& parts);

}
