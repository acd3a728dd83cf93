// Which lines of a text are quoted or forwarded.
#pragma once
#include "mail/format/message.h"
#include "mail/format/quote_shapes.h"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace deskhand::mail {

struct Quotations {
    std::vector<SpanKind> kinds;         // of each line: own, quote or forward
    bool introduced = false;             // some line says that a quotation or a forward follows
    std::optional<std::size_t> open_end; // where the text begins that only such a line makes older
};

// By marks at the lines, by lines that introduce a quotation, by copied headers and rulers. Linear.
Quotations quotations_in(std::span<const TextLine> lines);

}
