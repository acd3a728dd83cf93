// Lists and maps inside one column: JSON text (RFC 8259).
#pragma once
#include "engine/core/decision.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace deskhand::engine {

std::string to_json(const std::vector<std::string>& list);
std::string to_json(const std::map<std::string, std::string>& map);
std::string to_json(const std::vector<Reason>& reasons);

// Empty when the text is not what `to_json` writes.
std::vector<std::string> list_in(const std::string& json);
std::map<std::string, std::string> map_in(const std::string& json);
std::vector<Reason> reasons_in(const std::string& json);

}
