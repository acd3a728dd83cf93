// A Draft to the octets of a mail.
#pragma once
#include "mail/format/message.h"

#include <chrono>
#include <string>
#include <vector>

namespace deskhand::mail {

struct DraftAttachment {
    std::string name;
    std::string type = "application/octet-stream";
    std::string bytes;
};

// Everything a mail says. Message-ID and date are fixed by whoever writes the draft, so that a
// repeated delivery is recognisable.
struct Draft {
    std::string message_id; // without brackets, not empty
    std::chrono::sys_seconds date{};
    Address from;
    std::vector<Address> to, cc, reply_to;
    std::string subject;
    std::string text;
    std::string html;                                 // optional alternative
    std::vector<std::string> in_reply_to, references; // without brackets
    std::vector<Header> extra_headers;                // e.g. Auto-Submitted, List-Unsubscribe
    std::vector<DraftAttachment> attachments;
};

// CRLF octets per RFC 5322 and MIME: 7-bit clean, lines folded, encoded words and RFC 2231 where
// needed, long or 8-bit bodies quoted-printable or base64. CR, LF and NUL inside header values
// become spaces; an address that cannot be written is left out.
std::string compose(const Draft& draft);

}
