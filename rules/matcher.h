// The right side of a test, ready to ask: patterns, words, domains, numbers, hours.
#pragma once
#include "rules/business_hours.h"
#include "rules/condition_test.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <variant>
#include <vector>

namespace re2 {
class RE2;
}

namespace deskhand::rules {

// Whole values, case ignored: ASCII words by look-up, others by one pattern.
struct Words {
    std::unordered_set<std::string> ascii; // lower case
    std::size_t longest = 0;
    std::shared_ptr<const re2::RE2> others; // may be null
};
// Patterns of which one must be found.
struct Patterns {
    std::vector<std::shared_ptr<const re2::RE2>> any;
};
struct Domains {
    std::vector<std::string> any; // lower case, without leading @
};
struct Numbers {
    std::vector<double> any;
};
struct Above { double limit = 0; };
struct Below { double limit = 0; };
struct IsPresent { bool wanted = true; };
struct IsYes { bool wanted = true; };

using Matcher = std::variant<Words, Patterns, Domains, Numbers, Above, Below, IsPresent, IsYes,
                             BusinessHours>;

// What a matcher found: nothing, or the value that held with the captures of its pattern.
struct Found {
    std::string value; // clipped, for people
    Captures captures;
};

// The matcher of a test whose fact is known and whose operator fits; without one when mistakes
// were added. Names of groups are added to `captures`.
struct MadeMatcher {
    std::optional<Matcher> matcher;
    std::vector<Mistake> mistakes;
    std::vector<std::string> captures;
};
MadeMatcher make_matcher(const Condition& test, const FactDescription& fact,
                         const Surroundings& surroundings);

std::optional<Found> find(const Matcher& matcher, const FactValue& value);

}
