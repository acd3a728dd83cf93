// A rule as written: conditions, actions, examples, each knowing its place in the file.
#pragma once
#include "rules/action.h"

#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace deskhand::rules {

// Where something stands; lines and columns count from 1, 0 = unknown.
struct Location {
    std::string file;
    int line = 0;
    int column = 0;
};

// Something a person must fix in a rule.
struct Mistake {
    Location where{};
    std::string what;   // what is wrong
    std::string remedy; // what to do
};

enum class Operator {
    equals,       // the whole value, case ignored
    contains,     // a part of it, case ignored
    matches,      // RE2 pattern, case ignored unless it says (?-i); named groups become captures
    in_list,      // equals one of
    in_domain,    // address ends in @domain or a subdomain
    present,      // has a value (operand "yes") or none (operand "no")
    above, below, // numbers; probabilities in [0, 1], sizes in octets (k, M suffix in files)
    is_during     // an instant lies within the named business hours ("hours" operand)
};

// A tree: `all`, `any`, `not` over children, or one test of one fact. Several operands mean any of
// them; a list fact holds when any of its items does.
struct Condition {
    enum class Shape { all, any, none, test };
    Shape shape = Shape::all; // `all` without children holds always; `none` = no child holds
    std::vector<Condition> children{};
    std::string fact{};
    Operator op = Operator::equals;
    std::vector<std::string> operands{};
    Location where{};
};

// A sample a rule carries: the mail's facts in brief, and what must come of it.
struct Example {
    std::string mail{};                            // RFC 5322 text, headers may be abbreviated
    std::map<std::string, std::string> expected{}; // e.g. {"queue","network"}, {"matched","yes"}
    // When the mail arrives; business hours depend on it. Monday 2026-03-02, 10:00 UTC unless said.
    std::chrono::sys_seconds at{std::chrono::sys_days{std::chrono::year{2026} / 3 / 2} + std::chrono::hours{10}};
    Location where{};
};

struct Rule {
    std::string name{};
    Condition when{};
    std::vector<Action> then{};
    std::vector<Location> then_where{}; // places of `then`, in its order; may be shorter
    std::vector<Example> examples{};
    Location where{};
};

// What rules refer to by name: known queues and people are checked, hours are asked.
struct Surroundings;

}
