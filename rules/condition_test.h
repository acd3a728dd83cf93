// One compiled condition tree: what it asks, and what it finds in given facts.
#pragma once
#include "rules/facts.h"
#include "rules/rule.h"
#include "rules/surroundings.h"

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace deskhand::rules {

// Named groups and fields found so far, oldest first; the last of a name counts.
using Captures = std::vector<std::pair<std::string, std::string>>;

// Last capture of that name; nullptr when there is none.
const std::string* find_capture(const Captures& captures, const std::string& name);

// Conditions nested deeper than this are refused.
constexpr int deepest_condition = 32;
// Longest pattern in octets.
constexpr std::size_t longest_pattern = 10'000;
// Octets of one text that are looked at.
constexpr std::size_t longest_text_asked = 1u << 20;

struct CompiledCondition; // a node of the tree

class ConditionTest {
public:
    struct Compiled;
    static Compiled compile(const Condition& condition, const Surroundings& surroundings);

    struct Answer {
        bool holds = false;
        std::vector<std::string> because; // in words; empty when it does not hold
        Captures captures;                // added by it, empty when it does not hold
    };
    Answer ask(const Facts& facts, const Captures& captured) const;

private:
    std::shared_ptr<const CompiledCondition> root_;
};

struct ConditionTest::Compiled {
    ConditionTest test;
    std::vector<Mistake> mistakes;   // when there are any, `test` may not be asked
    std::set<std::string> captures;  // names its patterns can capture
};

// Whether the tree holds, or fails, whatever the mail.
enum class Constancy { depends, always, never };
Constancy constancy(const Condition& condition);

// The condition in words, e.g. `subject contains "printer"`.
std::string in_words(const Condition& condition);

}
