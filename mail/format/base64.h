// Which octets of a part are its base64 (RFC 2045 section 6.8), the broken one included; GMime decodes them.
#pragma once
#include <cstddef>
#include <functional>
#include <string_view>

namespace deskhand::mail {

// True when some line is base64, or there is no line that is not empty.
bool has_base64(std::string_view octets);

// Feeds the decoded octets to `sink`, a piece at a time. A line with much that is no base64 is
// passed over (banners and footers that gateways put around it); what follows the padding counts
// only from the next line on. Missing padding is forgiven. Linear.
void decode_base64(std::string_view octets, const std::function<void(std::string_view)>& sink);

}
