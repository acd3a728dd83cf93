#include "engine/run/evaluation_text.h"

#include <fmt/format.h>

namespace deskhand::engine {
namespace {

std::string certainty(double share, double right, std::string_view otherwise)
{
    if (share <= 0) return fmt::format("certain of none of them{}\n", otherwise);
    return fmt::format("certain of {:.0f} % of them, and right about {:.1f} % of those\n", 100 * share, 100 * right);
}

std::string line(std::string_view what, const predict::LabelReport& report)
{
    if (report.count == 0) return {};
    return fmt::format("  {}: {:.0f} % of {} right, {:.0f} % among the first three; ", what, 100 * report.top_1, report.count,
                       100 * report.top_3) +
           certainty(report.taken, report.right_of_taken, ", people decide");
}

std::string line(const predict::AnswerReport& report)
{
    if (report.count == 0) return {};
    return fmt::format("  answer: proposed for {:.0f} % of {}, for {:.0f} % the one that was sent; ", 100 * report.proposed, report.count,
                       100 * report.agreed) +
           certainty(report.certain, report.right_of_certain, {});
}

}

std::string evaluation_text(const predict::Evaluation& evaluation)
{
    return line("queue", evaluation.queues) + line("person", evaluation.assignees) + line(evaluation.answers);
}

}
