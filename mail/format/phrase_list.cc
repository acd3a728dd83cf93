#include "mail/format/phrase_list.h"

#include "mail/format/letters.h"

namespace deskhand::mail {

Phrases::Phrases(std::string_view list) : words_{std::make_unique<const std::string>(small_letters(list))}
{
    for (std::string_view rest{*words_}; !rest.empty();) {
        const auto end = std::min(rest.find('|'), rest.size());
        const auto phrase = rest.substr(0, end);
        if (!phrase.empty()) by_first_[static_cast<unsigned char>(phrase.front())].push_back(phrase);
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
}

Phrases::Text::Text(std::string_view given) : text{given}
{
    if (!std::any_of(given.begin(), given.end(), is_high)) return;
    changed_ = small_letters(given);
    text = changed_;
}

}
