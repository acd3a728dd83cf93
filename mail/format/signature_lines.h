// Where the signature of a text begins, judged line by line.
#pragma once
#include "mail/format/quote_shapes.h"

#include <cstddef>
#include <span>
#include <string_view>

namespace deskhand::mail {

// The line of `block` its signature begins at: a mark, a greeting with a name, the writer's name, or a
// card of name, post and numbers; block.size() when there is none. `block` are words of one writer
// that end where a quotation or the mail does; `sender` as spans_of takes it. Linear.
std::size_t signature_start(std::span<const TextLine> block, std::string_view sender);

}
