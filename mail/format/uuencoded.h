// Files written into a text between "begin" and "end" (uuencode, POSIX).
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace deskhand::mail {

struct UuencodedFile {
    std::size_t begin = 0, size = 0; // where it stands in the text, its last line end included
    std::string name;                // as stated
    std::string octets;
};

// In order, at most 100. A line of prose that begins with "begin" is none: what follows must be lines of the
// length they state. Linear.
std::vector<UuencodedFile> uuencoded_files(std::string_view text);

// False when there can be none, at little cost.
bool holds_uuencoded(std::string_view text);

// The text without them.
std::string without_uuencoded(std::string_view text);

}
