// A model's parts to octets and back. Inside this room only.
#pragma once
#include "predict/parts.h"

#include <optional>
#include <string>
#include <string_view>

namespace deskhand::predict {

std::string octets_of(const Model::Parts& parts);

// nullopt unless the octets are whole and every number in them is one a trained model can have:
// what comes back can be asked without further checks.
std::optional<Model::Parts> parts_from(std::string_view octets);

}
