#include "predict/text_features.h"

#include "predict/hashing.h"
#include "predict/letters.h"

#include <algorithm>
#include <array>
#include <limits>

namespace deskhand::predict {
namespace {

constexpr std::uint64_t subject_salt = 0x5b;
constexpr std::uint64_t letters_salt = 0x1e;
constexpr std::uint64_t pair_salt = 0x2d;

std::uint32_t bucket_of(std::uint64_t hash, const FeatureOptions& options)
{
    return static_cast<std::uint32_t>(hash >> (64 - options.bucket_bits));
}

std::uint64_t pair_hash(std::uint64_t first, std::uint64_t second)
{
    return hash_end(hash_step(hash_step(hash_start(pair_salt), first), second));
}

// Counts features in an open-addressed table of indices into the list.
class Counter {
public:
    explicit Counter(std::size_t most)
    {
        std::size_t places = 64;
        while (places < 2 * most) places *= 2;
        places_.assign(places, nobody);
        found_.reserve(std::min<std::size_t>(most, 4096));
    }

    void add(std::uint32_t bucket, Block block)
    {
        const auto mask = places_.size() - 1;
        auto place = (bucket * 0x9e3779b1u + static_cast<std::uint32_t>(block) * 0x85ebca6bu) & mask;
        for (; places_[place] != nobody; place = (place + 1) & mask) {
            auto& seen = found_[places_[place]];
            if (seen.bucket != bucket || seen.block != block) continue;
            if (seen.count < std::numeric_limits<std::uint16_t>::max()) ++seen.count;
            return;
        }
        places_[place] = static_cast<std::uint32_t>(found_.size());
        found_.push_back({bucket, 1, block});
    }

    std::vector<FeatureCount> taken() && { return std::move(found_); }

private:
    static constexpr std::uint32_t nobody = std::numeric_limits<std::uint32_t>::max();
    std::vector<std::uint32_t> places_;
    std::vector<FeatureCount> found_;
};

void add_words(Counter& counter, const Words& words, const FeatureOptions& options)
{
    std::uint64_t before = 0;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto hash = hash_of(words[i], options.seed);
        counter.add(bucket_of(hash, options), Block::words);
        if (i > 0) counter.add(bucket_of(pair_hash(before, hash), options), Block::words);
        before = hash;
    }
}

void add_subject(Counter& counter, const Words& words, const FeatureOptions& options)
{
    for (std::size_t i = 0; i < words.size(); ++i)
        counter.add(bucket_of(hash_of(words[i], options.seed ^ subject_salt), options), Block::subject);
}

// All runs of letters of the word between its marked ends.
void add_letters_of(Counter& counter, std::string_view word, const FeatureOptions& options)
{
    std::array<char32_t, longest_word + 2> letters{};
    std::size_t count = 0;
    letters[count++] = '<';
    for (std::size_t at = 0; at < word.size() && count <= longest_word;) {
        const auto point = code_point_at(word, at);
        letters[count++] = point.value;
        at += point.octets;
    }
    letters[count++] = '>';
    for (std::size_t first = 0; first < count; ++first) {
        auto state = hash_start(options.seed ^ letters_salt);
        const auto end = std::min<std::size_t>(count, first + options.longest_letters);
        for (auto last = first; last < end; ++last) {
            state = hash_step(state, letters[last]);
            if (last - first + 1 >= options.shortest_letters)
                counter.add(bucket_of(hash_end(state), options), Block::letters);
        }
    }
}

void add_letters(Counter& counter, const Words& words, const FeatureOptions& options)
{
    for (std::size_t i = 0; i < words.size(); ++i)
        if (!is_mask(words[i])) add_letters_of(counter, words[i], options);
}

std::size_t letters_in(const Words& words)
{
    std::size_t total = 0;
    for (std::size_t i = 0; i < words.size(); ++i) total += words[i].size() + 2;
    return total;
}

}

QuestionWords words_of(const Question& question)
{
    return {words_of(question.subject), words_of(question.text)};
}

std::vector<FeatureCount> features_of(const QuestionWords& words, const FeatureOptions& options)
{
    const auto runs = options.longest_letters - options.shortest_letters + 1;
    const auto count = words.subject.size() + words.text.size();
    Counter counter{3 * count + runs * (letters_in(words.subject) + letters_in(words.text))};
    add_words(counter, words.subject, options);
    add_words(counter, words.text, options);
    add_subject(counter, words.subject, options);
    add_letters(counter, words.subject, options);
    add_letters(counter, words.text, options);
    return std::move(counter).taken();
}

std::uint32_t word_bucket(std::string_view word, const FeatureOptions& options)
{
    return bucket_of(hash_of(word, options.seed), options);
}

std::uint32_t pair_bucket(std::string_view first, std::string_view second, const FeatureOptions& options)
{
    return bucket_of(pair_hash(hash_of(first, options.seed), hash_of(second, options.seed)), options);
}

}
