// Rich Text Format as mail carries it: compressed (MS-OXRTFCP), and with HTML inside (MS-OXRTFEX).
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace deskhand::mail {

// The RTF; nothing when the octets are not compressed so. At most 64 MB; what is cut ends there.
std::optional<std::string> decompressed_rtf(std::string_view octets);

// The text a person reads, UTF-8, LF line ends: no tables of fonts, no pictures, no tags of HTML carried along.
// Linear; groups deeper than 1,000 are read flat.
std::string rtf_to_text(std::string_view rtf);

// The HTML that was put into RTF, UTF-8; empty where the RTF does not say so (MS-OXRTFEX section 2.2.3). As
// trustworthy as any HTML that comes by mail.
std::string html_in_rtf(std::string_view rtf);

}
