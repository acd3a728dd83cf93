#include "engine/core/ticket.h"

#include "engine/core/names.h"

#include <fmt/core.h>

namespace deskhand::engine {
namespace {

constexpr Named<Status> statuses[] = {{Status::fresh, "new"},
                                      {Status::open, "open"},
                                      {Status::pending, "pending"},
                                      {Status::closed, "closed"},
                                      {Status::merged, "merged"}};

constexpr Named<Priority> priorities[] = {{Priority::low, "low"},
                                          {Priority::normal, "normal"},
                                          {Priority::high, "high"},
                                          {Priority::urgent, "urgent"}};

constexpr Named<EventKind> events[] = {
    {EventKind::received, "received"},
    {EventKind::answered, "answered"},
    {EventKind::answered_automatically, "answered automatically"},
    {EventKind::acknowledged, "acknowledged"},
    {EventKind::noted, "note"},
    {EventKind::noticed, "staff notified"},
    {EventKind::changed, "changed"},
    {EventKind::merged, "merged"},
    {EventKind::undelivered, "undelivered"},
    {EventKind::uncertain, "delivery uncertain"},
    {EventKind::linked, "linked"},
    {EventKind::moved, "moved"}};

}

std::string_view name_of(Status status) { return name_in(statuses, status); }
std::optional<Status> status_named(std::string_view name) { return value_in(statuses, name); }
std::string_view name_of(Priority priority) { return name_in(priorities, priority); }
std::optional<Priority> priority_named(std::string_view name) { return value_in(priorities, name); }
std::string_view name_of(EventKind kind) { return name_in(events, kind); }
std::optional<EventKind> event_named(std::string_view name) { return value_in(events, name); }

std::string reference_of(TicketId id) { return fmt::format("#{}", number(id)); }

}
