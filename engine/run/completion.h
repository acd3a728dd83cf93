// Completion scripts for shells, made from the words the command line knows.
#pragma once
#include "engine/run/arguments.h"

#include <string>

namespace deskhand::engine {

std::string bash_completion(const CommandWords& program);
std::string zsh_completion(const CommandWords& program);
std::string fish_completion(const CommandWords& program);

}
