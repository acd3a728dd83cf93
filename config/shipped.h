// Templates that come with the program, and those of the desk that stand in their place.
#pragma once
#include "config/problem.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace deskhand::config {

// Name -> text of config/templates/*.tpl as they were when the program was built.
std::map<std::string, std::string> shipped_templates();

struct TemplateSources {
    std::map<std::string, std::string> sources; // by name, for rules::Templates::load
    std::map<std::string, std::string> files;   // by name: where it was read; absent = shipped
    std::vector<Problem> problems;
};

// The shipped templates with those of `folder` (*.tpl) over them. An empty path means no folder;
// a folder or file that cannot be read is a problem.
TemplateSources read_templates(const std::filesystem::path& folder);

}
