// What the grammars share: the answers beside a value (too short, hopeless), text without blanks around it.
#pragma once
#include <string>
#include <string_view>

namespace deskhand::mail {

struct NeedMore {};                       // not complete yet
struct Malformed { std::string reason; }; // can never become valid, whatever follows

// A line or a part of it without the blanks around it.
constexpr std::string_view without_blanks(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t\r");
    return first == text.npos ? std::string_view{} : text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

}
