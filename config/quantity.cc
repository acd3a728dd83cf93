#include "config/quantity.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace deskhand::config {

using namespace std::chrono_literals;

namespace {

struct Unit {
    std::string_view word;
    std::int64_t factor;
};

constexpr std::array duration_units{Unit{"w", 604'800}, Unit{"d", 86'400}, Unit{"h", 3600},
                                    Unit{"m", 60},      Unit{"min", 60},   Unit{"s", 1}};
constexpr std::int64_t longest_duration = 3650LL * 86'400;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::string_view trimmed(std::string_view text)
{
    const auto blank = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.empty() && blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && blank(text.back())) text.remove_suffix(1);
    return text;
}

// Takes the longest prefix whose characters all are `wanted` off the text.
template <class Wanted>
std::string_view taken(std::string_view& text, Wanted wanted)
{
    const auto end = std::find_if_not(text.begin(), text.end(), wanted);
    const auto front = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    text.remove_prefix(front.size());
    return front;
}

std::optional<std::int64_t> whole_of(std::string_view digits)
{
    std::int64_t value = 0;
    const auto* end = digits.data() + digits.size();
    const auto [at, failed] = std::from_chars(digits.data(), end, value);
    if (failed != std::errc{} || at != end || digits.empty() || digits.front() == '-') return {};
    return value;
}

// Exactly `count` digits, as in dates.
std::optional<int> number_of(std::string_view text, std::size_t count)
{
    if (text.size() != count || !std::all_of(text.begin(), text.end(), is_digit)) return {};
    return static_cast<int>(*whole_of(text));
}

// "08:30", "8:30", "24:00".
std::optional<std::chrono::minutes> clock_time_of(std::string_view text)
{
    const auto colon = text.find(':');
    if (colon == std::string_view::npos || colon == 0) return {};
    const auto hour = number_of(text.substr(0, colon), std::min<std::size_t>(colon, 2));
    const auto minute = number_of(text.substr(colon + 1), 2);
    if (!hour || !minute || *minute > 59 || *hour > 24 || (*hour == 24 && *minute > 0)) return {};
    return std::chrono::hours{*hour} + std::chrono::minutes{*minute};
}

}

std::optional<std::chrono::seconds> duration_of(std::string_view text)
{
    text = trimmed(text);
    if (text.empty()) return {};
    std::int64_t total = 0;
    while (!text.empty()) {
        const auto count = whole_of(taken(text, is_digit));
        const auto word = lower(taken(text, is_letter));
        const auto* unit = std::find_if(duration_units.begin(), duration_units.end(),
                                        [&](const Unit& u) { return u.word == word; });
        if (!count || unit == duration_units.end() || *count > longest_duration) return {};
        total += *count * unit->factor;
        if (total > longest_duration) return {};
        text = trimmed(text);
    }
    return std::chrono::seconds{total};
}

std::string shown_duration(std::chrono::seconds duration)
{
    auto left = duration.count();
    std::string shown;
    for (const auto& unit : duration_units) {
        if (unit.word == "w" || unit.word == "min" || left < unit.factor) continue;
        shown += fmt::format("{}{}", left / unit.factor, unit.word);
        left %= unit.factor;
    }
    return shown.empty() ? "0s" : shown;
}

std::optional<std::uint64_t> size_of(std::string_view text)
{
    text = trimmed(text);
    const auto count = whole_of(taken(text, is_digit));
    auto word = lower(trimmed(text));
    for (const std::string_view end : {"ib", "b"})
        if (word.ends_with(end)) {
            word.resize(word.size() - end.size());
            break;
        }
    constexpr std::array units{Unit{"", 1}, Unit{"k", 1 << 10}, Unit{"m", 1 << 20},
                               Unit{"g", 1 << 30}};
    const auto* unit =
        std::find_if(units.begin(), units.end(), [&](const Unit& u) { return u.word == word; });
    if (!count || unit == units.end()) return {};
    if (*count > std::numeric_limits<std::int64_t>::max() / unit->factor) return {};
    return static_cast<std::uint64_t>(*count * unit->factor);
}

std::optional<std::chrono::sys_days> day_of(std::string_view text)
{
    text = trimmed(text);
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return {};
    const auto year = number_of(text.substr(0, 4), 4);
    const auto month = number_of(text.substr(5, 2), 2);
    const auto day = number_of(text.substr(8, 2), 2);
    if (!year || !month || !day) return {};
    const std::chrono::year_month_day date{std::chrono::year{*year},
                                           std::chrono::month{static_cast<unsigned>(*month)},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok()) return {};
    return std::chrono::sys_days{date};
}

std::optional<std::chrono::sys_seconds> instant_of(std::string_view text)
{
    text = trimmed(text);
    const auto day = day_of(text.substr(0, 10));
    if (!day) return {};
    text.remove_prefix(10);
    if (text.empty()) return *day;
    if (text.front() != 'T' && text.front() != ' ') return {};
    text.remove_prefix(1);
    if (!text.empty() && text.back() == 'Z') text.remove_suffix(1);
    auto seconds = 0s;
    if (text.size() == 8 && text[5] == ':') {
        const auto second = number_of(text.substr(6), 2);
        if (!second || *second > 59) return {};
        seconds = std::chrono::seconds{*second};
        text = text.substr(0, 5);
    }
    const auto time = clock_time_of(text);
    if (!time) return {};
    return *day + *time + seconds;
}

std::string shown_instant(std::chrono::sys_seconds instant)
{
    return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}",
                       fmt::gmtime(static_cast<std::time_t>(instant.time_since_epoch().count())));
}

std::optional<std::pair<std::chrono::minutes, std::chrono::minutes>> span_of(std::string_view text)
{
    const auto dash = text.find('-');
    if (dash == std::string_view::npos) return {};
    const auto from = clock_time_of(trimmed(text.substr(0, dash)));
    const auto to = clock_time_of(trimmed(text.substr(dash + 1)));
    if (!from || !to || *from == *to || *from == 24h) return {};
    return std::pair{*from, *to};
}

bool is_host_name(std::string_view text)
{
    if (text.empty() || text.size() > 253 || text.front() == '.' || text.back() == '.')
        return false;
    if (text.find("..") != std::string_view::npos) return false;
    return std::all_of(text.begin(), text.end(), [](char c) {
        // octets from 128 up: an internationalised name in UTF-8 (RFC 6531)
        return is_letter(c) || is_digit(c) || c == '.' || c == '-' ||
               static_cast<signed char>(c) < 0;
    });
}

std::optional<mail::Address> address_of(std::string_view text)
{
    text = trimmed(text);
    mail::Address address;
    if (const auto open = text.rfind('<'); open != std::string_view::npos) {
        if (text.back() != '>') return {};
        auto name = trimmed(text.substr(0, open));
        if (name.size() >= 2 && name.front() == '"' && name.back() == '"')
            name = name.substr(1, name.size() - 2);
        address.name = name;
        text = text.substr(open + 1, text.size() - open - 2);
    }
    const auto at = text.rfind('@');
    if (at == std::string_view::npos || at == 0 || at > 64) return {};
    const auto local_ok = [](char c) {
        return static_cast<unsigned char>(c) > ' ' && c != '\x7f' &&
               std::string_view{"()<>[]:;@\\,\""}.find(c) == std::string_view::npos;
    };
    const auto local = text.substr(0, at);
    if (!std::all_of(local.begin(), local.end(), local_ok)) return {};
    if (!is_host_name(text.substr(at + 1))) return {};
    address.addr = text;
    return address;
}

bool is_loopback(std::string_view host)
{
    if (lower(host) == "localhost" || host == "::1") return true;
    return host.starts_with("127.") &&
           std::all_of(host.begin(), host.end(), [](char c) { return is_digit(c) || c == '.'; });
}

std::string lower(std::string_view text)
{
    std::string result{text};
    for (auto& c : result)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return result;
}

}
