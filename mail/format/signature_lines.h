// Where the signature of a text begins and ends, judged line by line.
#pragma once
#include "mail/format/quote_shapes.h"

#include <cstddef>
#include <span>
#include <string_view>

namespace deskhand::mail {

// The lines of `block` that are its signature, `from` to before `to`; both block.size() when there is none.
struct SignatureLines {
    std::size_t from = 0, to = 0;
};

// What the writer said before the block: below a quotation a signature may stand alone.
enum class Above { nothing, words };

// It begins at a mark, a greeting with a name, the writer's name, or a card of name, post and numbers, and goes on to
// a postscript or the end. `block` are words of one writer that end where a quotation or the mail does; `sender` as
// spans_of takes it. Linear.
SignatureLines signature_lines(std::span<const TextLine> block, std::string_view sender, Above above);

}
