// The items of a FETCH response.
#pragma once
#include "mail/protocol/imap_cursor.h"
#include "mail/protocol/imap_response.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace deskhand::mail {

// Reads "(UID 7 ... BODY[] {5}...)" behind "* 12 FETCH"; ImapUnreadable when the list does not
// close or a UID is none. Lenient: superfluous parentheses (Domino), items without a value
// (Yandex), decimals for sizes (mail.ru), unknown items.
ImapResponse parse_fetch_items(std::uint32_t sequence, ImapCursor& in);

// Decimal, nothing else around it.
std::optional<std::uint64_t> parse_size(std::string_view text);

// "17-Jul-1996 02:44:25 -0700" (RFC 9051 date-time) in UTC; nothing for a day that is none.
std::optional<std::chrono::sys_seconds> parse_internal_date(std::string_view text);

}
