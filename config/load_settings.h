// A configuration file to Settings alone, without its rules and templates.
#pragma once
#include "config/problem.h"
#include "config/settings.h"

#include <filesystem>
#include <optional>
#include <vector>

namespace deskhand::config {

struct LoadedSettings {
    std::optional<Settings> settings; // absent when the file could not be read as YAML
    std::vector<Problem> problems;    // in line order; the settings hold only when none is an error
};

LoadedSettings load_settings(const std::filesystem::path& file);

// Problems in file, line and column order; equal places keep their order.
std::vector<Problem> in_order(std::vector<Problem> problems);

}
