// Text of format=flowed (RFC 3676) to the lines its writer meant.
#pragma once
#include <string>
#include <string_view>

namespace deskhand::mail {

enum class DelSp { no, yes }; // yes: the space before a soft break is not part of the text

// Joins soft-broken lines of equal quote depth; quote marks stay as "> " per line. The signature
// line "-- " is never joined. Lines end in LF.
std::string unflowed(std::string_view text, DelSp del_sp);

}
