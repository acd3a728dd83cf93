#include "predict/look_back.h"

namespace deskhand::predict {
namespace {

std::vector<Example> those_at(std::span<const Example> examples, std::span<const std::uint32_t> places)
{
    std::vector<Example> chosen;
    chosen.reserve(places.size());
    for (const auto place : places) chosen.push_back(examples[place]);
    return chosen;
}

}

std::optional<Evaluation> look_back(std::span<const Example> examples, double latest, const LearnOptions& options,
                                    const Watch& watch)
{
    std::vector<Question> questions;
    questions.reserve(examples.size());
    for (const auto& example : examples) questions.push_back(question_of(example));
    const auto parts = split_by_time(examples, near_duplicate_groups(questions), latest);
    const auto model = learn(those_at(examples, parts.training), options, watch);
    if (!model) return std::nullopt;
    return evaluate(*model, those_at(examples, parts.calibration));
}

}
