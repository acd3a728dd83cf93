#include "rules/check_actions.h"

#include "rules/ascii.h"
#include "rules/nearest_name.h"
#include "rules/placeholders.h"
#include "rules/vocabulary.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

namespace deskhand::rules {

namespace {

constexpr std::size_t longest_address = 254; // RFC 5321, 4.5.3.1.3 less the angle brackets
constexpr std::size_t longest_field_name = 64;

bool is_address(std::string_view text)
{
    const auto at = text.rfind('@');
    const bool has_both_sides = at != text.npos && at > 0 && at + 1 < text.size();
    return has_both_sides && text.size() <= longest_address &&
           std::ranges::none_of(text, [](char c) {
               return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f || c == '<' || c == '>' ||
                      c == ',' || c == ';';
           });
}

bool is_field_name(std::string_view name)
{
    return !name.empty() && name.size() <= longest_field_name &&
           std::ranges::all_of(name, [](char c) {
               return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
                      c == '-';
           });
}

class Checker {
public:
    Checker(const Surroundings& surroundings, const std::set<std::string>& capturable)
        : surroundings_{surroundings}, capturable_{capturable}
    {
    }

    std::vector<Mistake> mistakes;
    Location where;

    void operator()(const SetQueue& a) { known("queue", a.queue, surroundings_.queues); }
    void operator()(const AssignTo& a) { known("person", a.person, surroundings_.people); }
    void operator()(const SetPriority& a) { known("priority", a.priority, words(Meaning::priority)); }
    void operator()(const AddTag& a) { text("tag", a.tag); }
    void operator()(const SetField& a)
    {
        if (!is_field_name(a.name))
            mistake(fmt::format("`{}` is not a field name", a.name),
                    "use letters, digits, _ and -, at most 64");
        placeholders(a.value);
    }
    void operator()(const ReplyWith& a)
    {
        if (fixed("reply", a.template_name))
            known("template", a.template_name, surroundings_.templates);
    }
    void operator()(const Notify& a)
    {
        if (a.people.empty()) mistake("`notify` names nobody", "write the names of staff");
        for (const auto& person : a.people)
            if (fixed("notify", person)) known("person", person, surroundings_.people);
    }
    void operator()(const ForwardTo& a)
    {
        if (a.addresses.empty()) mistake("`forward` names nobody", "write the addresses");
        for (const auto& address : a.addresses)
            if (fixed("forward", address) && !is_address(address))
                mistake(fmt::format("`{}` is not an address", address), "write it as name@domain");
    }
    void operator()(const SetStatus& a)
    {
        if (fixed("status", a.status)) known("status", a.status, words(Meaning::status));
    }
    void operator()(const Hold& a) { text("hold", a.reason); }
    void operator()(const Stop&) {}
    void operator()(const NoAutoReply&) {}

private:
    void mistake(std::string what, std::string remedy)
    {
        mistakes.push_back({where, std::move(what), std::move(remedy)});
    }

    static std::set<std::string> words(Meaning meaning)
    {
        const auto known = words_of(meaning);
        return {known.begin(), known.end()};
    }

    // Words filled in from the mail are checked when they are known.
    void known(std::string_view sort, const std::string& name, const std::set<std::string>& names)
    {
        placeholders(name);
        if (names.contains(name) || !placeholders_in(name).empty()) return;
        const std::vector<std::string> list{names.begin(), names.end()};
        mistake(fmt::format("there is no {} `{}`", sort, name), suggestion(name, list));
    }

    bool fixed(std::string_view action, const std::string& text)
    {
        if (placeholders_in(text).empty()) return true;
        mistake(fmt::format("`{}` may not be decided by the mail: `{}`", action, text),
                "write it out; ${...} is for queue, assign, priority, tag, field and hold");
        return false;
    }

    void text(std::string_view action, const std::string& value)
    {
        if (value.find_first_not_of(" \t\r\n") == value.npos)
            mistake(fmt::format("`{}` is empty", action), "write a text after it");
        placeholders(value);
    }

    void placeholders(const std::string& value)
    {
        for (const auto& name : placeholders_in(value)) {
            if (capturable_.contains(name) || find_fact(name)) continue;
            const std::vector<std::string> list{capturable_.begin(), capturable_.end()};
            mistake(fmt::format("nothing fills ${{{}}}", name),
                    list.empty() ? "capture it with `matches` and (?P<" + name + ">...)"
                                 : suggestion(name, list));
        }
    }

    const Surroundings& surroundings_;
    const std::set<std::string>& capturable_;
};

}

std::vector<Mistake> check_actions(const Rule& rule, const Surroundings& surroundings,
                                   const std::set<std::string>& capturable)
{
    Checker checker{surroundings, capturable};
    for (std::size_t i = 0; i < rule.then.size(); ++i) {
        checker.where = i < rule.then_where.size() ? rule.then_where[i] : rule.where;
        std::visit(checker, rule.then[i]);
    }
    return std::move(checker.mistakes);
}

}
