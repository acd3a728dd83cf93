// How far a delivery had come when a server refused it, by the words of a report.
#pragma once
#include <string_view>

namespace deskhand::mail {

enum class Stage { unknown, connect, sender, recipient, content };

// The SMTP command that is named first as refused: "in reply to RCPT TO command" (Postfix), "after
// end of data" (Exim), ">>> MAIL From" (sendmail), "did not like our RCPT TO" (DragonFly). A refusal
// before the recipient was named says nothing about the recipient.
Stage stage_in(std::string_view words);

}
