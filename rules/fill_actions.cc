#include "rules/fill_actions.h"

#include "rules/ascii.h"
#include "rules/placeholders.h"
#include "rules/vocabulary.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace deskhand::rules {

namespace {

std::string as_text(const FactValue& value)
{
    struct AsText {
        std::string operator()(std::monostate) const { return {}; }
        std::string operator()(bool yes) const { return yes ? "yes" : "no"; }
        std::string operator()(double number) const { return fmt::format("{}", number); }
        std::string operator()(const std::string& text) const { return text; }
        std::string operator()(const std::vector<std::string>& list) const
        {
            return fmt::format("{}", fmt::join(list, ", "));
        }
    };
    return std::visit(AsText{}, value);
}

std::string trimmed(const std::string& text)
{
    const auto first = text.find_first_not_of(' ');
    return first == text.npos ? "" : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

class Filler {
public:
    Filler(const Facts& facts, const Captures& captures, const Surroundings& surroundings)
        : facts_{facts}, captures_{captures}, surroundings_{surroundings}
    {
    }

    FilledActions filled;

    void operator()(const SetQueue& a)
    {
        if (const auto queue = one_of(surroundings_.queues, "queue", a.queue))
            filled.actions.emplace_back(SetQueue{*queue});
    }
    void operator()(const AssignTo& a)
    {
        if (const auto person = one_of(surroundings_.people, "person", a.person))
            filled.actions.emplace_back(AssignTo{*person});
    }
    void operator()(const SetPriority& a)
    {
        const auto known = words_of(Meaning::priority);
        if (const auto priority = one_of({known.begin(), known.end()}, "priority", a.priority))
            filled.actions.emplace_back(SetPriority{*priority});
    }
    void operator()(const AddTag& a)
    {
        if (auto tag = trimmed(fill(a.tag)); !tag.empty())
            filled.actions.emplace_back(AddTag{std::move(tag)});
        else filled.left_out.push_back(fmt::format("tag {} left out: it came out empty", a.tag));
    }
    void operator()(const SetField& a)
    {
        filled.actions.emplace_back(SetField{lower(a.name), trimmed(fill(a.value))});
    }
    void operator()(const Hold& a) { filled.actions.emplace_back(Hold{fill(a.reason)}); }
    template <class Fixed> void operator()(const Fixed& action) { filled.actions.emplace_back(action); }

private:
    std::string fill(const std::string& text) const
    {
        return fill_placeholders(text, [this](const std::string& name) { return value(name); });
    }

    std::string value(const std::string& name) const
    {
        constexpr std::string_view prefix = "field.";
        const auto field = name.starts_with(prefix) ? name.substr(prefix.size()) : name;
        if (const auto* capture = find_capture(captures_, field)) return *capture;
        if (const auto fact = facts_.find(std::string{prefix} + field); fact != facts_.end())
            return as_text(fact->second);
        const auto fact = facts_.find(name);
        return fact == facts_.end() ? "" : as_text(fact->second);
    }

    // The known name that the filled-in text spells, whatever its case.
    std::optional<std::string> one_of(const std::set<std::string>& names, std::string_view sort,
                                      const std::string& text)
    {
        if (names.contains(text)) return text;
        const auto wanted = trimmed(fill(text));
        for (const auto& name : names)
            if (lower(name) == lower(wanted)) return name;
        filled.left_out.push_back(fmt::format("{} {} left out: there is no {} \"{}\"", sort, text, sort,
                                              clipped(wanted, 80)));
        return std::nullopt;
    }

    const Facts& facts_;
    const Captures& captures_;
    const Surroundings& surroundings_;
};

}

FilledActions fill_actions(const std::vector<Action>& actions, const Facts& facts,
                           const Captures& captures, const Surroundings& surroundings)
{
    Filler filler{facts, captures, surroundings};
    for (const auto& action : actions) std::visit(filler, action);
    return std::move(filler.filled);
}

}
