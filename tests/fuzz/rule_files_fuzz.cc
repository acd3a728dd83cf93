// Any bytes as a rule file: rules or problems, never neither for bytes that hold something; what
// compiles is asked about the same bytes as a mail.
#include "config/rule_files.h"
#include "rules/outcome.h"
#include "rules/rule_set.h"
#include "rules/surroundings.h"

#include <cstdint>
#include <cstdlib>
#include <string>

using namespace deskhand;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string bytes{reinterpret_cast<const char*>(data), size};
    auto read = config::read_rules(bytes, "fuzz.yaml");
    const auto written = read.rules.size();
    const auto compiled = rules::RuleSet::compile(
        std::move(read.rules), {.queues = {"network"}, .people = {"ann"}, .templates = {"t"},
                                .hours = {{"default", {}}}});
    if (compiled.rules.rules().size() > written) std::abort();
    if (compiled.rules.rules().size() < written && compiled.mistakes.empty()) std::abort();
    for (const auto& mistake : compiled.mistakes)
        if (mistake.what.empty() || mistake.remedy.empty()) std::abort();
    const auto applied = compiled.rules.match({{"subject", bytes}, {"text", bytes}, {"kind", "person"}});
    for (const auto& one : applied)
        if (one.because.empty()) std::abort();
    (void)rules::outcome_of(applied);
    return 0;
}
