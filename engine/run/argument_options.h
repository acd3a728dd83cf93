// Options that several commands share, in the words of the argument library; included by arguments.cc alone.
#pragma once
#include "engine/run/argument_values.h"
#include "engine/run/commands.h"

#include <CLI/CLI.hpp>

#include <fmt/core.h>

#include <string>

namespace deskhand::engine {

inline void add_json(CLI::App& app, Output& output)
{
    app.add_flag_callback("--json", [&output] { output = Output::json; }, "Print JSON for other programs");
}

template <class Id> CLI::Option* add_id(CLI::App& app, const std::string& name, Id& id, const char* description)
{
    return app.add_option_function<std::string>(
        name,
        [&id, name](const std::string& text) {
            const auto read = id_of<Id>(text);
            if (!read) throw CLI::ValidationError(name, fmt::format("\"{}\" is no number like 1042", text));
            id = *read;
        },
        description);
}

inline void add_since(CLI::App& app, std::chrono::hours& since, const char* description)
{
    app.add_option_function<std::string>(
           "--since",
           [&since](const std::string& text) {
               const auto read = hours_of(text);
               if (!read) throw CLI::ValidationError("--since", fmt::format("\"{}\" is no stretch of time like 24h, 7d or 2w", text));
               since = *read;
           },
           description)
        ->type_name("TIME");
}

template <class Id> void add_paging(CLI::App& app, int& most, Id& before)
{
    app.add_option("--most", most, "Lines at most (50)")->check(CLI::Range(1, 1'000'000).description(""))->type_name("N");
    add_id(app, "--before", before, "Continue a list: only numbers smaller than this")->type_name("ID");
}

// The command the words led to, so far as they were understood.
inline const CLI::App& deepest(const CLI::App& app)
{
    return app.get_subcommands().empty() ? app : deepest(*app.get_subcommands().front());
}

inline std::string path_of(const CLI::App& app)
{
    return app.get_parent() ? path_of(*app.get_parent()) + " " + app.get_name() : app.get_name();
}

}
