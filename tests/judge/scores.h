// What judged records come to: counts per set and field, classes of failure, floors.
#pragma once
#include "tests/judge/record.h"

#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace deskhand::judge {

// One stated field of a record.
struct Check {
    std::string field;
    bool right = false;
    std::string failure{}; // the class of the failure, e.g. "history kept"
    std::string detail{};  // what came against what was wanted, shown with --failures
};

// A measure of a whole set that is no count of right records, e.g. a precision.
struct Figure {
    std::string set, name;
    double value = 0; // 0 to 1
};

// One capability and how it is judged. A record is right when all its checks are.
struct Capability {
    std::string name;
    std::function<std::vector<Record>(const std::filesystem::path&)> load;
    std::function<std::vector<Check>(const Record&)> check;
    std::function<std::vector<Figure>(const std::vector<Record>&)> figures{}; // may be empty
};

// `judge_NAME DIRECTORY... [--floors FILE] [--json FILE] [--failures]`: prints the table. Returns 1 when a
// set is under its floor, a record cannot be read or none was judged; a directory that is not there is named and passed over.
int run_judge(int count, char** words, const Capability& capability);

}
