#include "engine/core/folded.h"

#include "rules/ascii.h"

namespace deskhand::engine {

std::string folded(std::string_view text) { return rules::lower(text); }

}
