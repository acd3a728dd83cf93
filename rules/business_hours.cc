#include "rules/business_hours.h"

#include <date/tz.h>

#include <algorithm>
#include <stdexcept>

namespace deskhand::rules {

namespace {

// nullptr when the database has no such zone, or there is no database.
const date::time_zone* find_zone(const std::string& name)
{
    try {
        return date::locate_zone(name);
    } catch (const std::runtime_error&) {
        return nullptr;
    }
}

struct LocalTime {
    std::chrono::sys_days day; // the local date
    std::chrono::minutes minute; // since local midnight by the clock on the wall
};

LocalTime local_time(const std::string& zone, std::chrono::sys_seconds now)
{
    auto seconds = now.time_since_epoch();
    if (const auto* found = find_zone(zone)) seconds = found->to_local(now).time_since_epoch();
    const auto day = std::chrono::floor<std::chrono::days>(seconds);
    return {std::chrono::sys_days{day}, std::chrono::floor<std::chrono::minutes>(seconds - day)};
}

// Whether a span of the day `day` covers `minute`, counted from that day's midnight.
bool covers(const BusinessHours& hours, std::chrono::sys_days day, std::chrono::minutes minute)
{
    if (hours.holidays.contains(day)) return false;
    return std::ranges::any_of(hours.open, [&](const OpenSpan& span) {
        const auto to = span.to <= span.from ? span.to + std::chrono::days{1} : span.to;
        return span.day == std::chrono::weekday{day} && span.from <= minute && minute < to;
    });
}

}

bool is_open(const BusinessHours& hours, std::chrono::sys_seconds now)
{
    const auto [day, minute] = local_time(hours.zone, now);
    if (hours.open.empty()) return !hours.holidays.contains(day);
    const auto yesterday = day - std::chrono::days{1};
    return covers(hours, day, minute) || covers(hours, yesterday, minute + std::chrono::days{1});
}

bool zone_exists(const std::string& zone) { return find_zone(zone) != nullptr; }

}
