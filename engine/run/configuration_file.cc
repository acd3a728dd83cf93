#include "engine/run/configuration_file.h"

namespace deskhand::engine {

std::filesystem::path configuration_file(const std::filesystem::path& named, const std::filesystem::path& environment,
                                         const std::function<bool(const std::filesystem::path&)>& exists)
{
    if (!named.empty()) return named;
    if (!environment.empty()) return environment;
    const std::filesystem::path here = "deskhand.yaml", system = "/etc/deskhand/deskhand.yaml";
    return !exists(here) && exists(system) ? system : here;
}

}
