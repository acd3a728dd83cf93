// The HTML of a mail without what it quotes.
#pragma once
#include "mail/format/message.h"

#include <string>
#include <string_view>

namespace deskhand::mail {

// `html` without the quotation and forward that its lines and its elements show; signatures and
// footers stay. Elements that held nothing else go as a whole, so tags stay in pairs. Where nothing
// to see would be left, all of it comes back. Linear.
std::string own_html(std::string_view html, std::string_view sender = {});
std::string own_html(const Message& message);

}
