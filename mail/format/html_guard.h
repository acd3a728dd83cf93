// Whether HTML is tame enough for a tree, and its text when it is not.
#pragma once
#include <string>
#include <string_view>

namespace deskhand::mail {

// False for HTML whose tree would be too deep, or larger than its text by far: hundreds of unclosed
// elements, formatting that every paragraph would have to repeat, thousands of attributes in a tag.
bool is_tame_html(std::string_view html);

// The text between the tags, linear and without a tree; scripts, styles and comments left out.
std::string stripped_html(std::string_view html);

}
