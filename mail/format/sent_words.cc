#include "mail/format/sent_words.h"

#include "mail/format/ascii.h"
#include "mail/format/letters.h"
#include "mail/format/quoted_lines.h"

#include <algorithm>

namespace deskhand::mail {
namespace {

constexpr std::size_t run = 4;                    // words hashed together
constexpr std::size_t shortest_repetition = 20;   // a word counts two, a character of a script without spaces one
constexpr std::size_t most_text = 200'000;        // octets looked at of each text

struct Word {
    std::uint64_t hash = 0;
    std::size_t line = 0, weight = 0;
};

std::uint64_t mixed(std::uint64_t hash, std::uint64_t more) // FNV-1a, a step
{
    return (hash ^ more) * 0x100000001b3ULL;
}

constexpr std::uint64_t empty_hash = 0xcbf29ce484222325ULL;

bool is_word_octet(char c) { return is_letter(c) || is_digit(c) || is_high(c); }

// Characters from U+3000 on, which stand for words or syllables.
bool stands_alone(std::string_view text, std::size_t at)
{
    const auto lead = static_cast<unsigned char>(text[at]);
    return lead >= 0xE3 && lead < 0xF0 && at + 3 <= text.size();
}

void add_words(std::string_view given, std::size_t line, std::vector<Word>& words)
{
    const auto text = small_letters(given);
    for (std::size_t i = 0; i < text.size();) {
        if (!is_word_octet(text[i])) {
            ++i;
            continue;
        }
        const bool alone = stands_alone(text, i);
        auto hash = empty_hash;
        for (std::size_t size = 0; i < text.size() && is_word_octet(text[i]) && (alone ? size < 3 : !stands_alone(text, i)); ++i, ++size)
            hash = mixed(hash, static_cast<unsigned char>(text[i]));
        words.push_back({hash, line, alone ? std::size_t{1} : std::size_t{2}});
    }
}

std::uint64_t hash_of(std::span<const Word> words)
{
    auto hash = empty_hash;
    for (const auto& word : words) hash = mixed(hash, word.hash);
    return hash;
}

}

SentWords::SentWords(std::span<const std::string> texts)
{
    for (const auto& text : texts) {
        std::vector<Word> words;
        add_words(std::string_view{text}.substr(0, most_text), 0, words);
        for (std::size_t i = 0; i + run <= words.size(); ++i) runs_.insert(hash_of(std::span{words}.subspan(i, run)));
    }
}

std::vector<bool> SentWords::lines_in(std::span<const TextLine> lines) const
{
    std::vector<Word> words;
    for (std::size_t i = 0; i < lines.size(); ++i) add_words(without_quote_marks(lines[i].content), i, words);
    std::vector<bool> repeated(words.size());
    for (std::size_t i = 0; i + run <= words.size(); ++i)
        if (runs_.contains(hash_of(std::span{words}.subspan(i, run))))
            for (auto n = i; n < i + run; ++n) repeated[n] = true;

    std::vector<std::size_t> all(lines.size()), found(lines.size());
    for (std::size_t i = 0; i < words.size();) {
        auto end = i;
        std::size_t weight = 0;
        for (; end < words.size() && repeated[end] == repeated[i]; ++end) weight += words[end].weight;
        for (auto n = i; n < end; ++n) {
            ++all[words[n].line];
            found[words[n].line] += repeated[i] && weight >= shortest_repetition;
        }
        i = end;
    }
    std::vector<bool> out(lines.size());
    for (std::size_t i = 0; i < lines.size(); ++i) out[i] = all[i] > 0 && found[i] * 5 >= all[i] * 4;
    return out;
}

}
