// What lines that introduce a quotation look like, whatever the language.
#pragma once
#include <cstddef>
#include <span>
#include <string_view>

namespace deskhand::mail {

// One line of a text.
struct TextLine {
    std::string_view whole;   // with its LF
    std::string_view content; // without blanks at either end
    bool quoted = false;      // begins with a quotation mark ">"
};

// Number of lines, counted from the front, that say who wrote the quotation below: a date, a person
// and a verb up to a colon, wrapped over at most four lines; 0 when the front is no such line.
std::size_t attribution_size(std::span<const TextLine> lines);

// Number of lines of a header block copied by a mail program ("From: ...", "Sent: ..."), rulers and
// empty lines above the first field included; 0 when the front is none.
std::size_t header_block_size(std::span<const TextLine> lines);

enum class Ruler {
    none,
    heading, // words between dashes that are not known
    original,
    forwarded
};

// "-----Original Message-----", "---------- Forwarded message ---------", "Begin forwarded
// message:".
Ruler ruler_of(std::string_view content);

// Only dashes, underscores or the like, ten or more, or as many dots with blanks between.
bool is_rule(std::string_view content);

}
