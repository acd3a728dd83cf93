// Which configuration file an invocation means.
#pragma once
#include <filesystem>
#include <functional>

namespace deskhand::engine {

// The configuration file when `named` (--config) and `environment` ($DESKHAND_CONFIG) may be empty:
// the first of the two that is not, else the first of ./deskhand.yaml and
// /etc/deskhand/deskhand.yaml that `exists`, else the former.
std::filesystem::path configuration_file(const std::filesystem::path& named, const std::filesystem::path& environment,
                                         const std::function<bool(const std::filesystem::path&)>& exists);

}
