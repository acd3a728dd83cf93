// What rules may ask about a mail and its ticket: named values.
#pragma once
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace deskhand::rules {

// Absent, yes/no, number (sizes in octets, times in seconds since 1970 UTC), text, list of texts.
using FactValue =
    std::variant<std::monostate, bool, double, std::string, std::vector<std::string>>;

using Facts = std::map<std::string, FactValue, std::less<>>;

enum class FactType { yes_no, number, text, list };

struct FactDescription {
    std::string_view name;
    FactType type;
    std::string_view help; // one line, shown by `deskhand check --facts` and in the schema
};

// Every fact there is; besides these, `header.<name>` is a list of texts and `field.<name>` a text.
std::span<const FactDescription> known_facts();

}
