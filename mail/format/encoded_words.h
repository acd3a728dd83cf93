// Header text: unfolding and RFC 2047 encoded words, the broken ones included.
#pragma once
#include <string>
#include <string_view>

namespace deskhand::mail {

// One line of UTF-8 from a raw header value: folds become one space, encoded words are decoded
// (words side by side of one charset joined as octets, so that a character split between them
// survives; spaces inside, a missing end mark or padding between words too), raw octets are read as
// UTF-8, else as `prior`, else by frequency. Control characters become spaces.
std::string decode_header_text(std::string_view raw, std::string_view prior = {});

}
