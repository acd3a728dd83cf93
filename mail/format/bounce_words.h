// What servers say when they refuse a mail, by reason.
#pragma once
#include "mail/format/phrase_list.h"

#include <span>
#include <string_view>

namespace deskhand::mail {

enum class Words { certain, likely }; // likely ones may be overruled by a telling status

struct ReasonWords {
    std::string_view reason;
    Words weight;
    Phrases phrases;
};

// In the order in which they decide.
std::span<const ReasonWords> reason_words();

}
