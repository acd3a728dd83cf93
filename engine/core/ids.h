// Row numbers that cannot be mistaken for one another; 0 = none.
#pragma once
#include <cstdint>

namespace deskhand::engine {

enum class InboxId : std::int64_t {};
enum class TicketId : std::int64_t {};
enum class EventId : std::int64_t {};
enum class PersonId : std::int64_t {};
enum class OutboxId : std::int64_t {};

template <class Id>
constexpr std::int64_t number(Id id) { return static_cast<std::int64_t>(id); }

}
