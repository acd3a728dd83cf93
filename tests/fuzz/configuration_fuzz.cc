// Any octets read as a configuration file give settings or problems, each with a place and a remedy.
#include "config/document.h"
#include "config/read_settings.h"

#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace deskhand::config;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const auto parsed = parse_document(text, "deskhand.yaml");
    if (const auto* problem = std::get_if<Problem>(&parsed)) {
        if (problem->what.empty() || problem->remedy.empty()) std::abort();
        return 0;
    }
    Report report{"deskhand.yaml"};
    const auto& document = std::get<Node>(parsed);
    const auto settings = read_settings(document, "deskhand.yaml", report);
    check_settings(settings, document, report);
    if (settings.queues.empty()) std::abort();
    for (const auto& problem : report.problems())
        if (problem.what.empty() || problem.remedy.empty()) std::abort();
    return 0;
}
