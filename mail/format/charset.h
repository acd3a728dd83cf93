// Octets of a stated, mis-stated or unstated character set to UTF-8.
#pragma once
#include <string>
#include <string_view>

namespace deskhand::mail {

struct DecodedText {
    std::string text;    // valid UTF-8 without NUL
    std::string charset; // what it was read as, lower case
    std::string defect;  // empty when the label was there and held
};

// Believes the label strictly, widened to the superset that mailers mean (iso-8859-1 is
// windows-1252, gb2312 is gb18030, ks_c_5601-1987 is cp949, shift_jis is cp932); where the label is
// missing or does not hold: ISO 2022 escapes, then UTF-8, then `prior` (a charset seen elsewhere in
// the mail, may be empty), then a guess by frequency, then windows-1252. Never fails.
DecodedText to_utf8(std::string_view octets, std::string_view label, std::string_view prior = {});

// Valid UTF-8 per RFC 3629: shortest forms, no surrogates, at most U+10FFFF.
bool is_utf8(std::string_view text);

// What a label means here, e.g. "ISO-8859-1" -> "windows-1252"; lower case, without quotes.
std::string charset_meant(std::string_view label);

}
