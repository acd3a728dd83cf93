// text/enriched (RFC 1896) and its forerunner text/richtext (RFC 1341) as plain text.
#pragma once
#include <string>
#include <string_view>

namespace deskhand::mail {

enum class EnrichedKind { enriched, richtext };

// Without the markup. One line end is a blank; of more, one less stays (of richtext, <nl> is the line end). Linear.
std::string enriched_to_text(std::string_view text, EnrichedKind kind);

}
