// What the elements of HTML do to the text between them, as browsers show it.
#pragma once
#include "mail/format/html_tokens.h"

#include <string_view>

namespace deskhand::mail {

enum class HtmlBreak { none, line, paragraph };

// Whether the text before and after an element of that name stands in lines of their own.
HtmlBreak html_break_of(std::string_view name);

// Elements without content, e.g. "br" and "img".
bool is_void_element(std::string_view name);

// "display: none" and its relatives, blanks ignored.
bool hides_content(const HtmlTag& tag);

}
