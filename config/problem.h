// What a person must fix in a file, with its place and the remedy.
#pragma once
#include <string>
#include <vector>

namespace deskhand::config {

enum class Severity { error, warning };

struct Problem {
    std::string file;
    int line = 0, column = 0; // from 1; 0 = the file as a whole
    std::string what;
    std::string remedy;
    Severity severity = Severity::error;
};

// "file:line:column: error: what. remedy"
std::string shown(const Problem& problem);

bool any_error(const std::vector<Problem>& problems);

}
