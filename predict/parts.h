// What a model is made of. Inside this room only.
#pragma once
#include "predict/classifier.h"
#include "predict/model.h"
#include "predict/replies.h"
#include "predict/weighting.h"

#include <chrono>
#include <cstdint>

namespace deskhand::predict {

struct Model::Parts {
    Vocabulary vocabulary;
    Classifier queues;
    Classifier assignees;
    ReplyIndex answers;
    std::uint64_t example_count = 0;
    std::chrono::sys_seconds trained_at{};
};

}
