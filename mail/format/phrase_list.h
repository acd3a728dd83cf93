// Lists of phrases written as one string, with a bar between two phrases.
#pragma once
#include <string_view>

namespace deskhand::mail {

// Does `test` hold for any phrase of the list?
template <class Test>
constexpr bool any_phrase(std::string_view list, Test test)
{
    while (!list.empty()) {
        const auto end = list.find('|');
        if (test(list.substr(0, end))) return true;
        if (end == std::string_view::npos) return false;
        list.remove_prefix(end + 1);
    }
    return false;
}

}
