// What rules may ask about a mail and its ticket: named values.
#pragma once
#include <map>
#include <optional>
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

// What the value stands for: how operands are written and which words are allowed.
enum class Meaning {
    plain,
    octets,      // 200k, 10M
    seconds,     // 90m, 2d
    instant,     // 2025-01-31, 2025-01-31T08:00:00Z, seconds since 1970
    probability, // 0.8, 80%
    address,     // local@domain
    kind, status, priority, // one of a fixed list, see vocabulary.h
    queue, person           // one of those the desk has
};

struct FactDescription {
    std::string_view name;
    FactType type;
    std::string_view help; // one line; rules.schema.json says the same
    Meaning meaning = Meaning::plain;
};

// Every fact there is; besides these, `header.<name>` is a list of texts and `field.<name>` a text.
std::span<const FactDescription> known_facts();

// The fact of that name, `header.<name>` and `field.<name>` included; their `name` views the
// argument. Absent when there is no such fact.
std::optional<FactDescription> find_fact(std::string_view name);

// The name under which a fact is kept: header and field names in lower case, others as they are.
std::string fact_key(std::string_view name);

}
