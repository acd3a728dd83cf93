// A text as lines, with what is said by quotation marks before them.
#pragma once
#include "mail/format/quote_shapes.h"

#include <string_view>
#include <vector>

namespace deskhand::mail {

// Without blanks and marks of reading direction or zero width at either end.
std::string_view visible(std::string_view text);

// The text cut behind each LF; one line of "answer On <date> <person> wrote:" above a quotation is cut
// in two. At most 100,000, the rest goes with the last.
std::vector<TextLine> lines_of(std::string_view text);

// Without ">" and blanks at the front.
std::string_view without_quote_marks(std::string_view line);

}
