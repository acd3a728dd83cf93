// Opening times of a desk in its own time zone, holidays included.
#pragma once
#include <chrono>
#include <set>
#include <string>
#include <vector>

namespace deskhand::rules {

// Minutes since local midnight, [from, to); `to` not after `from` means on the next day (a night
// shift, which a holiday on its first day cancels).
struct OpenSpan {
    std::chrono::weekday day;
    std::chrono::minutes from{0}, to{0};
};

struct BusinessHours {
    std::string zone = "UTC"; // IANA name
    std::vector<OpenSpan> open; // empty = open all day, except on holidays
    std::set<std::chrono::sys_days> holidays; // local dates
};

// True when the desk is open at `now`. An unknown zone counts as UTC (configuration refuses it).
bool is_open(const BusinessHours& hours, std::chrono::sys_seconds now);

// True when the IANA database knows the zone.
bool zone_exists(const std::string& zone);

}
