// What servers say when they refuse a mail, by reason.
#pragma once
#include <initializer_list>
#include <string_view>

namespace deskhand::mail {

enum class Words { certain, likely }; // likely ones may be overruled by a telling status

struct ReasonWords {
    std::string_view reason;
    Words weight;
    std::string_view phrases; // lower case, with bars between them
};

extern const std::initializer_list<ReasonWords> reason_words;

}
