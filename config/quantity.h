// What people write for times, sizes, dates and addresses, as values; nullopt for anything else.
#pragma once
#include "mail/format/message.h"
#include "rules/ascii.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace deskhand::config {

// "90s", "5m", "2h", "5d", "1w", "1h30m", "1h 30m", "1.5h". The unit is required; whole seconds, at most 3650 days.
std::optional<std::chrono::seconds> duration_of(std::string_view text);

// The shortest exact spelling of it, e.g. "1h30m".
std::string shown_duration(std::chrono::seconds duration);

// Octets: "250M", "64k", "1.5G", "12000"; factor 1024, a trailing "B" or "iB" is accepted. Whole ones, up to 2^53.
std::optional<std::uint64_t> size_of(std::string_view text);

// "2026-12-24", a day that exists.
std::optional<std::chrono::sys_days> day_of(std::string_view text);

// "2026-12-24" (midnight UTC), "2026-12-24T08:30", "2026-12-24 08:30:00Z"; all UTC.
std::optional<std::chrono::sys_seconds> instant_of(std::string_view text);

// "2026-12-24T08:30:00Z".
std::string shown_instant(std::chrono::sys_seconds instant);

// "08:30-17:00" as minutes since midnight; the end may be 24:00 or lie before the start (over
// midnight), but not be equal to it.
std::optional<std::pair<std::chrono::minutes, std::chrono::minutes>> span_of(std::string_view text);

// "help@example.org" or "Help desk <help@example.org>": one local part, one domain of letters,
// digits, dots and hyphens (RFC 5321 section 4.1.2 without quoted local parts and literals).
std::optional<mail::Address> address_of(std::string_view text);

// Letters, digits, dots and hyphens as RFC 5321 section 2.3.5 wants host names.
bool is_host_name(std::string_view text);

// localhost, 127.0.0.0/8 and ::1: plain text never leaves the machine.
bool is_loopback(std::string_view host);

using rules::lower;

}
