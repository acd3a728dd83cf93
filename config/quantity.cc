#include "config/quantity.h"

#include "rules/quantity.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace deskhand::config {

using namespace std::chrono_literals;

namespace {

constexpr double longest_duration = 3650.0 * 86'400;
constexpr double largest_size = 9'007'199'254'740'992.0; // up to here a double holds every whole number

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::string_view trimmed(std::string_view text)
{
    const auto blank = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.empty() && blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && blank(text.back())) text.remove_suffix(1);
    return text;
}

// Exactly `count` digits, 1 or 2.
std::optional<int> number_of(std::string_view text, std::size_t count)
{
    if (text.size() != count || !std::all_of(text.begin(), text.end(), is_digit)) return {};
    int value = 0;
    for (const char c : text) value = 10 * value + (c - '0');
    return value;
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
    if (text.empty() || !is_letter(text.back())) return {};
    const auto value = rules::quantity(text, rules::Meaning::seconds);
    if (!value || *value > longest_duration || *value != std::floor(*value)) return {};
    return std::chrono::seconds{static_cast<std::int64_t>(*value)};
}

std::string shown_duration(std::chrono::seconds duration)
{
    struct Unit {
        char letter;
        std::int64_t seconds;
    };
    static constexpr Unit units[] = {{'d', 86'400}, {'h', 3600}, {'m', 60}, {'s', 1}};
    auto left = duration.count();
    std::string shown;
    for (const auto& unit : units) {
        if (left < unit.seconds) continue;
        shown += fmt::format("{}{}", left / unit.seconds, unit.letter);
        left %= unit.seconds;
    }
    return shown.empty() ? "0s" : shown;
}

std::optional<std::uint64_t> size_of(std::string_view text)
{
    const auto value = rules::quantity(text, rules::Meaning::octets);
    if (!value || *value > largest_size || *value != std::floor(*value)) return {};
    return static_cast<std::uint64_t>(*value);
}

std::optional<std::chrono::sys_days> day_of(std::string_view text)
{
    text = trimmed(text);
    const auto midnight = text.size() == 10 ? instant_of(text) : std::nullopt;
    return midnight ? std::optional{std::chrono::floor<std::chrono::days>(*midnight)} : std::nullopt;
}

std::optional<std::chrono::sys_seconds> instant_of(std::string_view text)
{
    text = trimmed(text);
    if (text.size() < 10 || text[4] != '-') return {}; // rules know instants as bare numbers too
    const auto value = rules::quantity(text, rules::Meaning::instant);
    if (!value) return {};
    return std::chrono::sys_seconds{std::chrono::seconds{static_cast<std::int64_t>(*value)}};
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

}
