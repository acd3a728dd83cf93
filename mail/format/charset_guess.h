// Which character set unlabelled octets are most likely written in.
#pragma once
#include <string>
#include <string_view>

namespace deskhand::mail {

// A charset name iconv knows; `prior` wins when the octets are legal in it. Short or even evidence
// gives windows-1252.
std::string guess_charset(std::string_view octets, std::string_view prior);

}
