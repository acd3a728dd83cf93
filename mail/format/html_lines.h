// HTML as the lines a person sees, each with the pieces of the source that make it.
#pragma once
#include <cstddef>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace deskhand::mail {

// How sure a line is to stand in the quotation of a mail program.
enum class HtmlQuote {
    none,
    block, // in a blockquote, which people use for indenting too
    marked // in an element that only mail programs make, e.g. <blockquote type=cite>, or in two blocks
};

struct HtmlLine {
    std::string text; // blanks collapsed; empty, and then in no quotation, between paragraphs
    HtmlQuote quote = HtmlQuote::none;
};

inline constexpr auto no_piece = std::numeric_limits<std::size_t>::max();

// A text or a tag together with the comments before it; pieces follow each other without a gap.
struct HtmlPiece {
    std::size_t begin = 0, end = 0;  // octets of the source
    std::size_t line = no_piece;     // of what is seen: text that is not blank, pictures
    std::size_t partner = no_piece;  // of an element's begin its end, and the reverse
};

struct HtmlLines {
    std::vector<HtmlLine> lines;
    std::vector<HtmlPiece> pieces;
};

// Linear; elements deeper than a thousand are only read through.
HtmlLines html_lines(std::string_view html);

}
