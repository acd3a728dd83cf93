#include "rules/quantity.h"

#include "rules/ascii.h"

#include <charconv>
#include <chrono>
#include <cmath>

namespace deskhand::rules {

namespace {

// Takes a decimal number from the front of `text`.
std::optional<double> take_number(std::string_view& text)
{
    double value = 0;
    const auto [end, error] =
        std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
    if (error != std::errc{} || !std::isfinite(value)) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return value;
}

std::string_view without_blanks_around(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t");
    if (first == text.npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// Takes a word for a length of time from the front; what it is in seconds.
std::optional<double> take_unit(std::string_view& text)
{
    struct Unit {
        std::string_view word;
        double seconds;
    };
    static constexpr Unit units[] = {{"min", 60}, {"s", 1}, {"m", 60}, {"h", 3600}, {"d", 86'400}, {"w", 604'800}};
    for (const auto& unit : units)
        if (lower(text.substr(0, unit.word.size())) == unit.word) {
            text.remove_prefix(unit.word.size());
            return unit.seconds;
        }
    return std::nullopt;
}

std::optional<double> whole_number(std::string_view text)
{
    const auto value = take_number(text);
    return text.empty() ? value : std::nullopt;
}

std::optional<double> octets(std::string_view text)
{
    const auto value = take_number(text);
    if (!value || *value < 0) return std::nullopt;
    const auto unit = lower(without_blanks_around(text));
    if (unit.empty() || unit == "b") return value;
    if (unit == "k" || unit == "kb" || unit == "kib") return *value * 1024;
    if (unit == "m" || unit == "mb" || unit == "mib") return *value * 1024 * 1024;
    if (unit == "g" || unit == "gb" || unit == "gib") return *value * 1024 * 1024 * 1024;
    return std::nullopt;
}

std::optional<double> seconds(std::string_view text)
{
    double sum = 0;
    if (text.empty()) return std::nullopt;
    while (!text.empty()) {
        const auto value = take_number(text);
        if (!value || *value < 0) return std::nullopt;
        const auto unit = text.empty() ? 1 : take_unit(text);
        if (!unit) return std::nullopt;
        sum += *value * *unit;
        text = without_blanks_around(text);
    }
    return sum;
}

std::optional<double> probability(std::string_view text)
{
    auto value = take_number(text);
    if (value && text == "%") *value /= 100;
    else if (!text.empty()) return std::nullopt;
    return value && *value >= 0 && *value <= 1 ? value : std::nullopt;
}

// Takes exactly `digits` digits and then `after` (0 = nothing) from the front.
std::optional<int> take_digits(std::string_view& text, std::size_t digits, char after)
{
    const std::size_t length = digits + (after ? 1u : 0u);
    if (text.size() < length || (after && text[digits] != after)) return std::nullopt;
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + digits, value);
    if (error != std::errc{} || end != text.data() + digits || value < 0) return std::nullopt;
    text.remove_prefix(length);
    return value;
}

std::optional<double> instant(std::string_view text)
{
    if (const auto since_1970 = whole_number(text)) return since_1970;
    const auto y = take_digits(text, 4, '-'), m = y ? take_digits(text, 2, '-') : y,
               d = m ? take_digits(text, 2, 0) : m;
    if (!d) return std::nullopt;
    const std::chrono::year_month_day day{std::chrono::year{*y},
                                          std::chrono::month{static_cast<unsigned>(*m)},
                                          std::chrono::day{static_cast<unsigned>(*d)}};
    if (!day.ok()) return std::nullopt;
    const auto midnight =
        static_cast<double>(std::chrono::sys_days{day}.time_since_epoch().count()) * 86400;
    if (text.empty()) return midnight;
    if (text.front() != 'T' && text.front() != ' ') return std::nullopt;
    text.remove_prefix(1);
    const auto hour = take_digits(text, 2, ':'), minute = hour ? take_digits(text, 2, 0) : hour;
    if (!minute || *hour > 23 || *minute > 59) return std::nullopt;
    std::optional<int> second = 0;
    if (text.starts_with(':')) {
        text.remove_prefix(1);
        second = take_digits(text, 2, 0);
    }
    if (!second || *second > 59 || (!text.empty() && text != "Z")) return std::nullopt;
    return midnight + *hour * 3600 + *minute * 60 + *second;
}

}

std::optional<double> quantity(std::string_view text, Meaning meaning)
{
    text = without_blanks_around(text);
    switch (meaning) {
    case Meaning::octets: return octets(text);
    case Meaning::seconds: return seconds(text);
    case Meaning::probability: return probability(text);
    case Meaning::instant: return instant(text);
    default: return whole_number(text);
    }
}

std::string_view quantity_help(Meaning meaning)
{
    switch (meaning) {
    case Meaning::octets: return "write a size, e.g. 200k or 10M";
    case Meaning::seconds: return "write a length of time, e.g. 90m, 8h or 2d";
    case Meaning::probability: return "write a probability from 0 to 1, e.g. 0.8 or 80%";
    case Meaning::instant: return "write a date, e.g. 2025-01-31 or 2025-01-31T08:00Z (UTC)";
    default: return "write a number, e.g. 1042";
    }
}

std::optional<bool> yes_or_no(std::string_view text)
{
    const auto word = lower(text);
    if (word == "yes" || word == "true" || word == "on") return true;
    if (word == "no" || word == "false" || word == "off") return false;
    return std::nullopt;
}

}
