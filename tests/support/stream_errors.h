// What a dialogue ended with, as a word that a test can compare.
#pragma once
#include "mail/protocol/byte_stream.h"

#include <string>

namespace deskhand::tests {

inline std::string word_for(mail::StreamError::Cause cause)
{
    using Cause = mail::StreamError::Cause;
    switch (cause) {
    case Cause::closed: return "closed";
    case Cause::deadline: return "deadline";
    case Cause::unreachable: return "unreachable";
    case Cause::untrusted: return "untrusted";
    case Cause::malformed: return "malformed";
    }
    return "?";
}

// "fine", or the cause of the StreamError that `action` throws.
template <class Action>
std::string ending_of(Action action)
{
    try {
        action();
    } catch (const mail::StreamError& error) {
        return word_for(error.cause);
    }
    return "fine";
}

// The text of that StreamError; empty when none was thrown.
template <class Action>
std::string complaint_of(Action action)
{
    try {
        action();
    } catch (const mail::StreamError& error) {
        return error.what();
    }
    return {};
}

}
