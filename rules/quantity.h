// Numbers as people write them in rules: 10M, 2h, 80%, 2025-01-31.
#pragma once
#include "rules/facts.h"

#include <optional>
#include <string_view>

namespace deskhand::rules {

// The number for a meaning: octets with k, M, G (1024 each), seconds with s, m, min, h, d, w (also
// "1d12h", "1h 30m"), probabilities as 0.8 or 80% within [0, 1], instants as UTC date or date and time. Absent
// when the text is not such a number, is negative where that has no sense, or not finite.
std::optional<double> quantity(std::string_view text, Meaning meaning);

// How such a number may be written, for remedies.
std::string_view quantity_help(Meaning meaning);

// yes, no, true, false, on, off in any case.
std::optional<bool> yes_or_no(std::string_view text);

}
