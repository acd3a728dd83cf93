// HTML to the text a person would have read.
#pragma once
#include <string>
#include <string_view>

namespace deskhand::mail {

// Paragraphs, lists ("- "), table rows and rulers as lines, block quotations behind "> ", links as
// "text <address>" where the text says something else; scripts, styles, comments and hidden
// elements left out. Total and linear, whatever the nesting: tags are read as they come, no tree is
// built.
std::string html_to_text(std::string_view html);

}
