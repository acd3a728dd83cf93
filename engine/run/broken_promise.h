// What a person is told when something that must hold did not.
#pragma once
#include <exception>
#include <string>

namespace deskhand::engine {

// What was tried, what happened and what to do, in two lines, each ending in a line break.
std::string told(const std::exception& broken);

}
