#include "rules/vocabulary.h"

#include <algorithm>
#include <array>

namespace deskhand::rules {

namespace {

constexpr auto operators = std::to_array<OperatorDescription>({
    {"equals", Operator::equals, "the whole value, upper and lower case alike"},
    {"contains", Operator::contains, "a part of the value, upper and lower case alike"},
    {"matches", Operator::matches, "an RE2 pattern; (?P<name>...) captures field.name"},
    {"in_list", Operator::in_list, "equals one of several values"},
    {"in_domain", Operator::in_domain, "an address in this domain or one below it"},
    {"present", Operator::present, "yes: has a value; no: has none"},
    {"above", Operator::above, "a number greater than this"},
    {"below", Operator::below, "a number less than this"},
    {"is_during", Operator::is_during, "an instant within the business hours of this name"},
});

constexpr auto actions = std::to_array<ActionDescription>({
    {"queue", "put the ticket into this queue"},
    {"assign", "give the ticket to this person"},
    {"priority", "low, normal, high or urgent"},
    {"tag", "add this tag, or these tags"},
    {"field", "set fields of the ticket; ${name} stands for a capture"},
    {"reply", "answer the requester with this template"},
    {"notify", "tell these members of staff"},
    {"forward", "forward the mail to these addresses"},
    {"status", "open, pending or closed"},
    {"hold", "keep the mail for a person to look at, for this reason"},
    {"stop", "ask no further rules"},
    {"no_auto_reply", "send the sender nothing automatic"},
});

constexpr auto expectations = std::to_array<std::string_view>(
    {"matched", "queue", "assign", "priority", "tag", "reply", "notify", "forward", "status",
     "hold", "stop", "no_auto_reply"});

constexpr auto kinds = std::to_array<std::string_view>(
    {"person", "automatic", "list", "bounce", "complaint", "receipt", "alert", "command",
     "unsubscribe", "invitation"});
constexpr auto statuses = std::to_array<std::string_view>({"open", "pending", "closed"});
constexpr auto priorities = std::to_array<std::string_view>({"low", "normal", "high", "urgent"});

}

std::span<const OperatorDescription> known_operators() { return operators; }
std::span<const ActionDescription> known_actions() { return actions; }
std::span<const std::string_view> known_expectations() { return expectations; }

std::string_view name_of(Operator op)
{
    return std::ranges::find(operators, op, &OperatorDescription::op)->name;
}

bool fits(Operator op, const FactDescription& fact)
{
    const bool texts = fact.type == FactType::text || fact.type == FactType::list;
    const bool is_named_by_user = fact.name.find('.') != fact.name.npos;
    switch (op) {
    case Operator::equals: return true;
    case Operator::contains:
    case Operator::matches: return texts;
    case Operator::in_list:
    case Operator::present: return fact.type != FactType::yes_no;
    case Operator::in_domain: return texts && (fact.meaning == Meaning::address || is_named_by_user);
    case Operator::above:
    case Operator::below: return fact.type == FactType::number || is_named_by_user;
    case Operator::is_during: return fact.meaning == Meaning::instant;
    }
    return false;
}

std::span<const std::string_view> words_of(Meaning meaning)
{
    switch (meaning) {
    case Meaning::kind: return kinds;
    case Meaning::status: return statuses;
    case Meaning::priority: return priorities;
    default: return {};
    }
}

}
