// Delivery results as lines that a test can compare.
#pragma once
#include "mail/protocol/delivery_result.h"

#include <string>

namespace deskhand::tests {

// "250 2.0.0 ok", "not sent: reason" or "unknown: reason".
inline std::string words_for(const mail::DeliveryResult& result)
{
    if (const auto* unsent = std::get_if<mail::NotSent>(&result)) return "not sent: " + unsent->reason;
    if (const auto* unknown = std::get_if<mail::AnswerUnknown>(&result)) return "unknown: " + unknown->reason;
    const auto& reply = std::get<mail::Answered>(result).reply;
    std::string text = std::to_string(reply.code);
    for (const auto& line : reply.lines) text += " " + line;
    return text;
}

// The first word only: the reply code, "not" or "unknown:".
inline std::string kind_for(const mail::DeliveryResult& result)
{
    const auto text = words_for(result);
    return text.substr(0, text.find(' '));
}

}
