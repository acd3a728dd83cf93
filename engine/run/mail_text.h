// A read mail for people: what it says, what kind it is, whose words are whose.
#pragma once
#include "engine/core/decide.h"

#include <string>
#include <string_view>

namespace deskhand::engine {

// Several lines; nothing in it can command the terminal. `file` is the input's name.
std::string mail_text(std::string_view file, const ReadMail& read);

// `text` with "<before> | " in front of every line.
std::string with_margin(std::string_view before, std::string_view text);

}
