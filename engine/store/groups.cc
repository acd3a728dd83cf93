#include "engine/store/groups.h"

namespace deskhand::engine {

std::string places(std::size_t first, std::size_t count)
{
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += fmt::format("{}${}", i == 0 ? "" : ", ", first + i);
    return text;
}

std::int64_t counter(Connection& connection, std::string_view name)
{
    return connection.integer("SELECT value FROM counter WHERE name = $1", name).value_or(0);
}

void add_to_counter(Connection& connection, std::string_view name, std::int64_t more)
{
    connection.run("INSERT INTO counter(name, value) VALUES($1, $2) "
                   "ON CONFLICT(name) DO UPDATE SET value = counter.value + excluded.value", name, more);
}

}
