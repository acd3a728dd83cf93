// Builds the index of past answers and finds out how far it can be trusted. Inside this room only.
#pragma once
#include "predict/learn_labels.h"
#include "predict/replies.h"

#include <optional>

namespace deskhand::predict {

// Replays the later half of the answered requests: each asks the index of what came before it, and agrees
// when the first answer found is, nearly word for word, the one staff gave. All of them fit the
// probability; the certificate counts only requests that are no near copies of an earlier one.
// An index without replies when no example has an answer; nullopt when stopped.
std::optional<ReplyIndex> learn_replies(const Past& past, const LearnOptions& options, const Watch& watch);

}
