// The fields of machine readable reports (RFC 3464, RFC 5965), and the mail they speak of.
#pragma once
#include "mail/format/header_block.h"
#include "mail/format/message.h"

#include <string>
#include <string_view>
#include <vector>

namespace deskhand::mail {

constexpr std::size_t most_report_records = 1'000;

// Groups of fields with empty lines between them; a recipient named a second time begins a new one.
std::vector<HeaderBlock> groups_of(std::string_view text);

// "rfc822; jane@example.com" to the address; blanks and comments are forgiven.
std::string address_in_field(std::string_view value);

// On one line, runs of blanks as one.
std::string unfolded(std::string_view raw);

// Message-ID of the mail spoken of: from its header, or from header lines quoted in the text.
// Empty when the report carries none.
std::string original_message_id(const Message& message);

}
