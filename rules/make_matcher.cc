// Operands into matchers, with a mistake for each that cannot be.
#include "rules/matcher.h"

#include "rules/ascii.h"
#include "rules/nearest_name.h"
#include "rules/quantity.h"
#include "rules/vocabulary.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>

namespace deskhand::rules {

namespace {

enum class Spelling { literal, pattern };

std::shared_ptr<const RE2> make_pattern(std::string_view text, Spelling spelling)
{
    RE2::Options options;
    options.set_log_errors(false);
    options.set_case_sensitive(false);
    options.set_literal(spelling == Spelling::literal);
    return std::make_shared<const RE2>(re2::StringPiece{text.data(), text.size()}, options);
}

class Maker {
public:
    Maker(const Condition& test, const FactDescription& fact, const Surroundings& surroundings)
        : test_{test}, fact_{fact}, surroundings_{surroundings}
    {
    }

    MadeMatcher make()
    {
        if (test_.operands.empty()) {
            mistake(fmt::format("`{}` of `{}` has no value", name_of(test_.op), test_.fact),
                    "write the value it is compared with");
            return std::move(made_);
        }
        auto matcher = matcher_of_operator();
        if (made_.mistakes.empty()) made_.matcher = std::move(matcher);
        return std::move(made_);
    }

private:
    void mistake(std::string what, std::string remedy)
    {
        made_.mistakes.push_back({test_.where, std::move(what), std::move(remedy)});
    }

    Matcher matcher_of_operator()
    {
        switch (test_.op) {
        case Operator::equals:
        case Operator::in_list: return equality();
        case Operator::contains: return literals();
        case Operator::matches: return patterns();
        case Operator::in_domain: return domains();
        case Operator::present: return IsPresent{one_yes_or_no()};
        case Operator::above: return Above{one_number()};
        case Operator::below: return Below{one_number()};
        case Operator::is_during: return hours();
        }
        return IsPresent{};
    }

    Matcher equality()
    {
        if (fact_.type == FactType::yes_no) return IsYes{one_yes_or_no()};
        if (fact_.type == FactType::number) {
            Numbers numbers;
            for (const auto& operand : test_.operands) numbers.any.push_back(number(operand));
            return numbers;
        }
        check_words();
        Words words;
        std::string others;
        for (const auto& operand : test_.operands) {
            words.longest = std::max(words.longest, operand.size());
            if (is_ascii(operand)) words.ascii.insert(lower(operand));
            else others += (others.empty() ? "" : "|") + RE2::QuoteMeta(operand);
        }
        if (!others.empty()) words.others = checked(make_pattern(others, Spelling::pattern), others);
        return words;
    }

    Matcher literals()
    {
        Patterns found;
        for (const auto& operand : test_.operands) {
            if (operand.empty())
                mistake("an empty text is contained in everything", "write the text to look for");
            found.any.push_back(checked(make_pattern(operand, Spelling::literal), operand));
        }
        return found;
    }

    Matcher patterns()
    {
        Patterns found;
        for (const auto& operand : test_.operands) {
            if (operand.size() > longest_pattern) {
                mistake(fmt::format("the pattern has {} octets", operand.size()),
                        fmt::format("use at most {} octets", longest_pattern));
                continue;
            }
            auto pattern = checked(make_pattern(operand, Spelling::pattern), operand);
            for (const auto& [name, index] : pattern->NamedCapturingGroups())
                made_.captures.push_back(lower(name));
            if (pattern->NamedCapturingGroups().size() != pattern->CapturingGroupNames().size())
                mistake(fmt::format("two groups of the pattern /{}/ have one name", operand),
                        "give each group a name of its own");
            found.any.push_back(std::move(pattern));
        }
        return found;
    }

    std::shared_ptr<const RE2> checked(std::shared_ptr<const RE2> pattern, const std::string& text)
    {
        if (!pattern->ok())
            mistake(fmt::format("the pattern /{}/ cannot be used: {}", text, pattern->error()),
                    "correct it after https://github.com/google/re2/wiki/Syntax (there are no "
                    "back-references and no look-around)");
        return pattern;
    }

    Matcher domains()
    {
        Domains found;
        for (const auto& operand : test_.operands) {
            auto domain = lower(operand.starts_with('@') ? operand.substr(1) : operand);
            if (domain.empty() || domain.find_first_of("@ *<>") != domain.npos)
                mistake(fmt::format("`{}` is not a domain", operand),
                        "write it like example.com; domains below it are included");
            found.any.push_back(std::move(domain));
        }
        return found;
    }

    bool one_yes_or_no()
    {
        const auto value = yes_or_no(test_.operands.front());
        if (!value || test_.operands.size() > 1)
            mistake(fmt::format("`{}` is neither yes nor no",
                                test_.operands.size() > 1 ? "a list" : test_.operands.front()),
                    "write yes or no");
        return value.value_or(false);
    }

    double number(const std::string& operand)
    {
        const auto value = quantity(operand, fact_.meaning);
        if (!value)
            mistake(fmt::format("`{}` of `{}` cannot be `{}`", name_of(test_.op), test_.fact, operand),
                    std::string{quantity_help(fact_.meaning)});
        return value.value_or(0);
    }

    double one_number()
    {
        if (test_.operands.size() > 1)
            mistake(fmt::format("`{}` of `{}` has several values", name_of(test_.op), test_.fact),
                    "write one");
        return number(test_.operands.front());
    }

    Matcher hours()
    {
        const auto found = surroundings_.hours.find(test_.operands.front());
        if (test_.operands.size() == 1 && found != surroundings_.hours.end()) return found->second;
        std::vector<std::string> names;
        for (const auto& [name, hours] : surroundings_.hours) names.push_back(name);
        mistake(fmt::format("there are no business hours named `{}`", test_.operands.front()),
                suggestion(test_.operands.front(), names));
        return BusinessHours{};
    }

    // Words that can never be the fact's value are slips of the pen.
    void check_words()
    {
        std::vector<std::string> known;
        for (const auto word : words_of(fact_.meaning)) known.emplace_back(word);
        if (fact_.meaning == Meaning::queue)
            known.assign(surroundings_.queues.begin(), surroundings_.queues.end());
        if (fact_.meaning == Meaning::person)
            known.assign(surroundings_.people.begin(), surroundings_.people.end());
        const bool open_ended = words_of(fact_.meaning).empty() &&
                                fact_.meaning != Meaning::queue && fact_.meaning != Meaning::person;
        if (open_ended) return;
        for (const auto& operand : test_.operands)
            if (std::ranges::none_of(known,
                                     [&](const auto& word) { return lower(word) == lower(operand); }))
                mistake(fmt::format("`{}` is never `{}`", test_.fact, operand),
                        suggestion(operand, known));
    }

    const Condition& test_;
    const FactDescription& fact_;
    const Surroundings& surroundings_;
    MadeMatcher made_;
};

}

MadeMatcher make_matcher(const Condition& test, const FactDescription& fact,
                         const Surroundings& surroundings)
{
    return Maker{test, fact, surroundings}.make();
}

}
