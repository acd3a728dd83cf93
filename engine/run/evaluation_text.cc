#include "engine/run/evaluation_text.h"

#include <fmt/format.h>

namespace deskhand::engine {
namespace {

std::string line(std::string_view what, const predict::LabelReport& report)
{
    if (report.count == 0) return {};
    auto text = fmt::format("  {}: {:.0f} % of {} right, {:.0f} % among the first three; ", what, 100 * report.top_1,
                            report.count, 100 * report.top_3);
    text += report.taken > 0 ? fmt::format("certain of {:.0f} % of them, and right about {:.1f} % of those\n",
                                           100 * report.taken, 100 * report.right_of_taken)
                             : "certain of none of them, people decide\n";
    return text;
}

std::string line(const predict::AnswerReport& report)
{
    if (report.count == 0) return {};
    auto text = fmt::format("  answer: proposed for {:.0f} % of {}, for {:.0f} % the one that was sent; ", 100 * report.proposed,
                            report.count, 100 * report.agreed);
    text += report.certain > 0 ? fmt::format("certain of {:.0f} % of them, and right about {:.1f} % of those\n",
                                             100 * report.certain, 100 * report.right_of_certain)
                               : "certain of none of them\n";
    return text;
}

}

std::string evaluation_text(const predict::Evaluation& evaluation)
{
    return line("queue", evaluation.queues) + line("person", evaluation.assignees) + line(evaluation.answers);
}

}
