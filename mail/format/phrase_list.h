// Sets of phrases, found in a text in one pass whatever their number; Latin, Greek and Cyrillic letters in either case.
#pragma once
#include "mail/format/ascii.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace deskhand::mail {

class Phrases {
public:
    // One string with a bar between two phrases.
    explicit Phrases(std::string_view list);

    bool equal(std::string_view given) const
    {
        const Text small{given};
        return any_at(small.text, [&](std::string_view phrase) { return equal_nocase(small.text, phrase); });
    }

    bool start(std::string_view text) const { return start_size(text) > 0; }

    // Octets of the first phrase that the text starts with; 0 when there is none.
    std::size_t start_size(std::string_view text) const
    {
        return start_size(text, [](std::size_t) { return true; });
    }

    // As above, of the phrases whose size `accept` takes.
    template <class Accept>
    std::size_t start_size(std::string_view given, Accept accept) const
    {
        const Text small{given.substr(0, 2 * longest_)}; // a small letter may take fewer octets than its large one
        std::size_t size = 0;
        any_at(small.text, [&](std::string_view phrase) {
            if (starts_nocase(small.text, phrase) && accept(phrase.size())) size = phrase.size();
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
    bool within(std::string_view given, Accept accept) const
    {
        const Text small{given};
        std::size_t start = 0; // of the three octets at `at`
        for (std::size_t at = 0; at < std::min(small.text.size(), start_octets - 1); ++at) start = next_start(start, small.text[at]);
        for (std::size_t at = 0; at < small.text.size(); ++at) {
            const auto last = at + start_octets - 1;
            start = next_start(start, last < small.text.size() ? small.text[last] : '\0');
            if (!starts_[start]) continue;
            const auto rest = small.text.substr(at);
            if (any_at(rest, [&](std::string_view phrase) {
                    return starts_nocase(rest, phrase) && accept(at, phrase.size());
                }))
                return true;
        }
        return false;
    }

private:
    // The text as it is, or with small letters where it has more than ASCII ones.
    class Text {
    public:
        explicit Text(std::string_view given);
        Text(const Text&) = delete;
        Text& operator=(const Text&) = delete;
        std::string_view text;

    private:
        std::string changed_;
    };

    // The octets at a place, five bits of each: letters of either case are the same.
    static constexpr std::size_t start_octets = 3, start_bits = 5, all_starts = 1 << (start_octets * start_bits);
    static std::size_t next_start(std::size_t start, char octet)
    {
        constexpr unsigned mask = (1u << start_bits) - 1;
        return (start << start_bits | (static_cast<unsigned char>(octet) & mask)) % all_starts;
    }
    void add_start(std::string_view phrase);

    template <class Test>
    bool any_at(std::string_view text, Test test) const
    {
        if (text.empty()) return false;
        std::size_t start = 0;
        for (std::size_t at = 0; at < start_octets; ++at) start = next_start(start, at < text.size() ? text[at] : '\0');
        if (!starts_[start]) return false;
        for (const auto& phrase : by_first_[static_cast<unsigned char>(lower(text.front()))])
            if (test(phrase)) return true;
        return false;
    }

    std::unique_ptr<const std::string> words_;
    std::array<std::vector<std::string_view>, 256>
        by_first_; // by the first octet, in the list's order
    std::size_t longest_ = 0; // octets
    std::vector<bool> starts_ = std::vector<bool>(all_starts); // where some phrase may begin
};

}
