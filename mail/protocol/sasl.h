// What the client says in SASL exchanges (RFC 4422), the same on IMAP, POP3 and SMTP.
#pragma once
#include "mail/protocol/login.h"

#include <string>
#include <string_view>

namespace deskhand::mail {

// RFC 4648 section 4, padded, one line.
std::string base64(std::string_view octets);

// Initial response of PLAIN (RFC 4616): "NUL user NUL secret", not yet in base64.
std::string sasl_plain(const Login& login);

// Initial response of XOAUTH2 (Google, Microsoft), not yet in base64. A server that refuses the
// token sends a challenge first, to be answered with an empty line.
std::string sasl_xoauth2(const Login& login);

}
