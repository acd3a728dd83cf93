// How an attempt to deliver one mail ended.
#pragma once
#include "mail/protocol/smtp_reply.h"

#include <string>
#include <variant>

namespace deskhand::mail {

// The relay spoke about this mail: accepted, refused, or refused for now.
struct Answered { SmtpReply reply; };
// The final dot was never sent; trying again cannot duplicate. `reason` is for people.
struct NotSent { std::string reason; };
// The final dot went out and no answer came back: the mail may or may not have been taken.
struct AnswerUnknown { std::string reason; };

using DeliveryResult = std::variant<Answered, NotSent, AnswerUnknown>;

}
