// Sets of phrases, found in a text in one pass whatever their number; ASCII letters in either case.
#pragma once
#include "mail/format/ascii.h"

#include <array>
#include <string_view>
#include <vector>

namespace deskhand::mail {

class Phrases {
public:
    // One string with a bar between two phrases, which must outlive the set.
    explicit Phrases(std::string_view list);

    bool equal(std::string_view text) const
    {
        return any_at(text, [&](std::string_view phrase) { return equal_nocase(text, phrase); });
    }

    bool start(std::string_view text) const { return start_size(text) > 0; }

    // Octets of the first phrase that the text starts with; 0 when there is none.
    std::size_t start_size(std::string_view text) const
    {
        return start_size(text, [](std::size_t) { return true; });
    }

    // As above, of the phrases whose size `accept` takes.
    template <class Accept>
    std::size_t start_size(std::string_view text, Accept accept) const
    {
        std::size_t size = 0;
        any_at(text, [&](std::string_view phrase) {
            if (starts_nocase(text, phrase) && accept(phrase.size())) size = phrase.size();
            return size > 0;
        });
        return size;
    }

    bool within(std::string_view text) const
    {
        return within(text, [](std::size_t, std::size_t) { return true; });
    }

    // Some phrase stands in the text at a place that `accept(position, size)` takes.
    template <class Accept>
    bool within(std::string_view text, Accept accept) const
    {
        for (std::size_t at = 0; at < text.size(); ++at) {
            const auto rest = text.substr(at);
            if (any_at(rest, [&](std::string_view phrase) {
                    return starts_nocase(rest, phrase) && accept(at, phrase.size());
                }))
                return true;
        }
        return false;
    }

private:
    template <class Test>
    bool any_at(std::string_view text, Test test) const
    {
        if (text.empty()) return false;
        for (const auto& phrase : by_first_[static_cast<unsigned char>(lower(text.front()))])
            if (test(phrase)) return true;
        return false;
    }

    std::array<std::vector<std::string_view>, 256>
        by_first_; // by the first octet, in the list's order
};

}
