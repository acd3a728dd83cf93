// The one gate through which everything automatic leaves.
#pragma once
#include "engine/core/case.h"

#include <optional>

namespace deskhand::engine {

// Why an automatic mail to the sender must not go out; nothing when it may. RFC 3834 section 2,
// then the limits per correspondent, per ticket and overall.
std::optional<Reason> refusal_to_answer(const Case& c, Purpose purpose);

// Why a notice to staff must wait for a person: only the overall breaker holds those.
std::optional<Reason> refusal_to_notify(const Case& c);

}
