#include "mail/format/phrase_list.h"

#include "mail/format/letters.h"

#include <cstdint>
#include <cstring>

namespace deskhand::mail {
namespace {

bool is_ascii(std::string_view text)
{
    constexpr std::uint64_t high = 0x8080'8080'8080'8080;
    std::uint64_t all = 0;
    for (std::uint64_t eight = 0; text.size() >= sizeof eight; text.remove_prefix(sizeof eight)) {
        std::memcpy(&eight, text.data(), sizeof eight);
        all |= eight;
    }
    return (all & high) == 0 && std::none_of(text.begin(), text.end(), is_high);
}

}

Phrases::Phrases(std::string_view list) : words_{std::make_unique<const std::string>(small_letters(list))}
{
    for (std::string_view rest{*words_}; !rest.empty();) {
        const auto end = std::min(rest.find('|'), rest.size());
        const auto phrase = rest.substr(0, end);
        if (!phrase.empty()) {
            by_first_[static_cast<unsigned char>(phrase.front())].push_back(phrase);
            add_start(phrase);
            longest_ = std::max(longest_, phrase.size());
        }
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
}

// Behind a phrase shorter than a start anything may stand.
void Phrases::add_start(std::string_view phrase)
{
    std::size_t start = 0, open = 1;
    for (std::size_t at = 0; at < start_octets; ++at) {
        start = next_start(start, at < phrase.size() ? phrase[at] : '\0');
        if (at >= phrase.size()) open <<= start_bits;
    }
    for (std::size_t any = 0; any < open; ++any) starts_[start + any] = true;
}

Phrases::Text::Text(std::string_view given) : text{given}
{
    if (is_ascii(given)) return;
    changed_ = small_letters(given);
    text = changed_;
}

}
