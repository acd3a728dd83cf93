// What an IMAP response says, as one line of text, so that two readers of it can be compared.
#pragma once
#include "mail/protocol/imap_response.h"

#include <Poco/Dynamic/Var.h>

#include <string>

namespace deskhand::judge {

// Of a response as the project reads it. Only what a poller asks for is told of a FETCH.
std::string meaning_of(const mail::ImapResponse& response);

// The same of a response as another reader took it apart: a JSON array ["*", 12, "FETCH", [...]].
std::string meaning_of(const Poco::Dynamic::Var& tokens);

}
