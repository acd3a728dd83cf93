#include "mail/format/phrase_list.h"

namespace deskhand::mail {

Phrases::Phrases(std::string_view list)
{
    while (!list.empty()) {
        const auto end = std::min(list.find('|'), list.size());
        const auto phrase = list.substr(0, end);
        if (!phrase.empty())
            by_first_[static_cast<unsigned char>(lower(phrase.front()))].push_back(phrase);
        list.remove_prefix(std::min(end + 1, list.size()));
    }
}

}
