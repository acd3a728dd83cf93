#include "config/load.h"
#include "config/load_settings.h"
#include "config/rule_files.h"
#include "config/shipped.h"
#include "rules/surroundings.h"

#include <iterator>

namespace deskhand::config {

namespace {

void append(std::vector<Problem>& problems, std::vector<Problem> more)
{
    problems.insert(problems.end(), std::make_move_iterator(more.begin()),
                    std::make_move_iterator(more.end()));
}

rules::Surroundings surroundings_of(const Settings& settings, const TemplateSources& templates)
{
    rules::Surroundings surroundings{
        .queues = {}, .people = {}, .templates = {}, .hours = settings.hours};
    for (const auto& queue : settings.queues) surroundings.queues.insert(queue.name);
    for (const auto& member : settings.staff)
        surroundings.people.insert({member.name, member.address.addr});
    for (const auto& [name, text] : templates.sources) surroundings.templates.insert(name);
    return surroundings;
}

// A mistake in a template names it; people look for the file.
Problem in_its_file(const rules::Mistake& mistake, const TemplateSources& templates)
{
    auto problem = as_problem(mistake);
    if (const auto at = templates.files.find(problem.file); at != templates.files.end())
        problem.file = at->second;
    return problem;
}

}

Loaded load_rules(const Settings& settings, const std::vector<std::filesystem::path>& files)
{
    Loaded loaded;
    auto templates = read_templates(settings.templates);
    auto read = read_rule_files(files);
    auto compiled =
        rules::RuleSet::compile(std::move(read.rules), surroundings_of(settings, templates));
    auto filled = rules::Templates::load(templates.sources);
    append(loaded.problems, std::move(templates.problems));
    append(loaded.problems, std::move(read.problems));
    for (const auto& mistake : compiled.mistakes) loaded.problems.push_back(as_problem(mistake));
    for (const auto& mistake : filled.mistakes)
        loaded.problems.push_back(in_its_file(mistake, templates));
    loaded.rules = std::move(compiled.rules);
    loaded.templates = std::move(filled.templates);
    loaded.problems = in_order(std::move(loaded.problems));
    if (!any_error(loaded.problems)) loaded.settings = settings;
    return loaded;
}

Loaded load(const std::filesystem::path& file)
{
    auto read = load_settings(file);
    if (!read.settings)
        return {.settings = {}, .rules = {}, .templates = {}, .problems = std::move(read.problems)};
    // Rules are read even when the settings are wrong: an admin wants to see all there is to mend.
    auto loaded = load_rules(*read.settings, read.settings->rule_files);
    append(read.problems, std::move(loaded.problems)); // the configuration's own come first
    loaded.problems = std::move(read.problems);
    loaded.settings.reset();
    if (!any_error(loaded.problems)) loaded.settings = std::move(read.settings);
    return loaded;
}

}
