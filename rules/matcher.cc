#include "rules/matcher.h"

#include "rules/ascii.h"
#include "rules/placeholders.h"
#include "rules/quantity.h"

#include <re2/re2.h>

#include <algorithm>
#include <cmath>

namespace deskhand::rules {

namespace {

constexpr std::size_t longest_value_shown = 80;

re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }

Found found(std::string_view value)
{
    return {std::string{clipped(value, longest_value_shown)}, {}};
}

// Asks one text.
struct AskText {
    std::string_view text;

    std::optional<Found> operator()(const Words& words) const
    {
        if (text.size() <= words.longest && words.ascii.contains(lower(text))) return found(text);
        if (words.others && RE2::FullMatch(piece(text), *words.others)) return found(text);
        return std::nullopt;
    }

    std::optional<Found> operator()(const Patterns& patterns) const
    {
        for (const auto& pattern : patterns.any)
            if (auto match = first_match(*pattern)) return match;
        return std::nullopt;
    }

    std::optional<Found> operator()(const Domains& domains) const
    {
        auto address = text;
        if (const auto bracket = address.rfind('<'); bracket != address.npos)
            address = address.substr(bracket + 1, address.find('>', bracket) - bracket - 1);
        const auto at = address.rfind('@');
        if (at == address.npos) return std::nullopt;
        auto domain = lower(address.substr(at + 1));
        while (!domain.empty() && (domain.back() == '.' || domain.back() == ' ')) domain.pop_back();
        const bool inside = std::ranges::any_of(domains.any, [&](const std::string& wanted) {
            return domain == wanted ||
                   (domain.ends_with(wanted) && domain[domain.size() - wanted.size() - 1] == '.');
        });
        return inside ? std::optional{found(address)} : std::nullopt;
    }

    std::optional<Found> operator()(const Above& above) const { return as_number(above); }
    std::optional<Found> operator()(const Below& below) const { return as_number(below); }

    template <class Other> std::optional<Found> operator()(const Other&) const
    {
        return std::nullopt;
    }

private:
    std::optional<Found> first_match(const RE2& pattern) const
    {
        const auto groups = pattern.CapturingGroupNames();
        if (groups.empty())
            return RE2::PartialMatch(piece(text), pattern) ? std::optional{Found{}} : std::nullopt;
        std::vector<re2::StringPiece> parts(
            static_cast<std::size_t>(pattern.NumberOfCapturingGroups()) + 1);
        if (!pattern.Match(piece(text), 0, text.size(), RE2::UNANCHORED, parts.data(),
                           static_cast<int>(parts.size())))
            return std::nullopt;
        Found match;
        for (const auto& [index, name] : groups) {
            const auto& part = parts[static_cast<std::size_t>(index)];
            if (!part.data()) continue; // a group of a branch that was not taken
            match.captures.emplace_back(
                lower(name), clipped({part.data(), part.size()}, longest_filled_value));
        }
        return match;
    }

    template <class Limit> std::optional<Found> as_number(const Limit& limit) const
    {
        const auto number = quantity(text, Meaning::plain);
        if (!number) return std::nullopt;
        const bool holds = std::is_same_v<Limit, Above> ? *number > limit.limit
                                                        : *number < limit.limit;
        return holds ? std::optional{found(text)} : std::nullopt;
    }
};

// Instants outside these years are no instants of a mail (0001-01-01, 9999-12-31).
constexpr double earliest_instant = -62135596800.0, latest_instant = 253402300799.0;

struct AskNumber {
    double number;

    bool operator()(const Numbers& numbers) const
    {
        return std::ranges::any_of(numbers.any, [this](double n) { return n == number; });
    }
    bool operator()(const Above& above) const { return number > above.limit; }
    bool operator()(const Below& below) const { return number < below.limit; }
    bool operator()(const BusinessHours& hours) const
    {
        if (!(number >= earliest_instant && number <= latest_instant)) return false;
        return is_open(hours, std::chrono::sys_seconds{
                                  std::chrono::seconds{static_cast<std::int64_t>(number)}});
    }
    template <class Other> bool operator()(const Other&) const { return false; }
};

bool has_value(const FactValue& value)
{
    if (const auto* text = std::get_if<std::string>(&value)) return !text->empty();
    if (const auto* list = std::get_if<std::vector<std::string>>(&value)) return !list->empty();
    return !std::holds_alternative<std::monostate>(value);
}

struct AskValue {
    const Matcher& matcher;

    std::optional<Found> operator()(std::monostate) const { return std::nullopt; }
    std::optional<Found> operator()(bool yes) const
    {
        const auto* wanted = std::get_if<IsYes>(&matcher);
        return wanted && wanted->wanted == yes ? std::optional{Found{}} : std::nullopt;
    }
    std::optional<Found> operator()(double number) const
    {
        return std::visit(AskNumber{number}, matcher) ? std::optional{Found{}} : std::nullopt;
    }
    std::optional<Found> operator()(const std::string& text) const
    {
        return std::visit(AskText{clipped(text, longest_text_asked)}, matcher);
    }
    std::optional<Found> operator()(const std::vector<std::string>& list) const
    {
        for (const auto& text : list)
            if (auto match = (*this)(text)) return match;
        return std::nullopt;
    }
};

}

std::optional<Found> find(const Matcher& matcher, const FactValue& value)
{
    if (const auto* present = std::get_if<IsPresent>(&matcher))
        return has_value(value) == present->wanted ? std::optional{Found{}} : std::nullopt;
    return std::visit(AskValue{matcher}, value);
}

}
