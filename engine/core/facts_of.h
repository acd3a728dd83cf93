// The one place where mail, ticket and prediction become the facts rules ask about.
#pragma once
#include "engine/core/case.h"
#include "predict/model.h"
#include "rules/facts.h"

namespace deskhand::engine {

rules::Facts facts_of(const Case& c, const predict::Prediction& guess);

}
