// `deskhand person`: people the desk must not write to by itself.
#include "engine/run/commands.h"
#include "engine/run/json_writer.h"
#include "engine/run/standing.h"
#include "engine/run/table_text.h"
#include "engine/store/people.h"

#include <fmt/core.h>

namespace deskhand::engine {
namespace {

void print_json(const std::vector<Person>& people)
{
    JsonWriter json;
    json.begin_object().key("suppressed").begin_array();
    for (const auto& person : people)
        json.begin_object().member("address", person.address).text_or_null("name", person.name).member("reason", person.suppressed).end_object();
    json.end_array().end_object();
    fmt::print("{}\n", json.text());
}

void print_text(const std::vector<Person>& people, int most)
{
    if (people.empty()) {
        fmt::print("Nobody is suppressed.\n");
        return;
    }
    TextTable table{{{"address", 40}, {"name", 24}, {"reason", 90}}};
    for (const auto& person : people) table.add({person.address, person.name.empty() ? "-" : person.name, person.suppressed});
    fmt::print("{}", table.text());
    if (static_cast<int>(people.size()) == most) fmt::print("There may be more: --most {}\n", 2 * std::int64_t{most});
}

ExitCode list(People& people, const PersonCommand& command)
{
    const auto suppressed = people.suppressed(command.most);
    if (command.output == Output::json) print_json(suppressed);
    else print_text(suppressed, command.most);
    return ExitCode::done;
}

ExitCode lift(People& people, const PersonCommand& command)
{
    const bool done = people.lift_suppression(command.address);
    if (command.output == Output::json) {
        JsonWriter json;
        json.begin_object().member("address", command.address).member("changed", done).end_object();
        fmt::print("{}\n", json.text());
    } else if (done) fmt::print("{} gets automatic mail again\n", command.address);
    if (!done) fmt::print(stderr, "{} is not suppressed; see `deskhand person list --suppressed`\n", command.address);
    return done ? ExitCode::done : ExitCode::not_found;
}

}

ExitCode perform(const Invocation& invocation, const PersonCommand& command)
{
    auto database = standing_database(invocation);
    if (!database) return ExitCode::problems;
    People people{*database};
    return command.what == PersonCommand::What::list ? list(people, command) : lift(people, command);
}

}
