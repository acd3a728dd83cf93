// What `deskhand learn` tells about the model: how it would have done on the latest mail.
#pragma once
#include "predict/evaluate.h"

#include <string>

namespace deskhand::engine {

// A line for queues, people and answers each, as far as the examples name any; every line ends with LF.
std::string evaluation_text(const predict::Evaluation& evaluation);

}
