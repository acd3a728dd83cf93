// What servers say when they refuse a mail, by reason.
#pragma once
#include <initializer_list>
#include <string_view>

namespace deskhand::mail {

struct ReasonWords {
    std::string_view reason;
    std::string_view phrases; // lower case, with bars between them
};

extern const std::initializer_list<ReasonWords> reason_words;

}
