// The questions of `deskhand init`, asked and answered.
#pragma once
#include "config/init.h"
#include "engine/core/instant.h"

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace deskhand::engine {

// Answers given as flags: keys of config::init_questions(), those of passwords with "_file" at the
// end, and "answer_from" ("now", "always" or a date). Comes back with what is wrong, in a sentence.
using FlagAnswers = std::vector<std::pair<std::string, std::string>>;
std::variant<config::InitAnswers, std::string> with_flags(config::InitAnswers answers, const FlagAnswers& given, Instant now);

// How the person is talked to. `hear` gives nothing at the end of input.
struct Conversation {
    enum class Echo { shown, hidden };
    std::function<void(const std::string&)> say;
    std::function<std::optional<std::string>(Echo)> hear;
};

// Asks what `already` does not answer; an empty line takes the usual answer, a wrong one is asked
// again. Nothing when the input ends before the questions do.
std::optional<config::InitAnswers> interview(config::InitAnswers answers, const std::set<std::string>& already,
                                             const Conversation& talk, Instant now);

// What to do after the files are written.
std::string next_steps(const std::filesystem::path& folder, const config::InitAnswers& answers);

}
