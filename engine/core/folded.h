// Text as it is compared: ASCII letters in lower case.
#pragma once
#include <string>
#include <string_view>

namespace deskhand::engine {

std::string folded(std::string_view text);

}
