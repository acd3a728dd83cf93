// Which character set unlabelled octets are most likely written in.
#pragma once
#include <string>
#include <string_view>

namespace deskhand::mail {

// A charset name iconv knows, by how common its letters are in the languages written in it
// (`charset_alphabets`) and by shapes no word has. `prior`, what the mail says elsewhere, wins
// unless another is clearly better; may be empty. Little or even evidence gives windows-1252.
std::string guess_charset(std::string_view octets, std::string_view prior);

}
