// How a recorded answer of a POP3 server is judged.
#pragma once
#include "tests/judge/scores.h"

#include <string>
#include <vector>

namespace deskhand::judge {

// `name` says what was asked, "list1.txt" being LIST 1.
std::vector<Check> check_pop3_dialogue(const std::string& octets, const std::string& name, const std::string& must);

}
