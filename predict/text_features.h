// A question as counted features: words and word pairs, the subject's words, letters inside words; hashed.
#pragma once
#include "predict/model.h"
#include "predict/words.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace deskhand::predict {

// How text becomes features. Part of the model: a question must be read as its examples were.
struct FeatureOptions {
    unsigned bucket_bits = 18;        // 2^bits places for all features, in [8, 24]
    std::uint64_t seed = 20240601;    // of the hash
    unsigned shortest_letters = 2;    // letters of the shortest in-word run, >= 1
    unsigned longest_letters = 5;     // of the longest, in [shortest_letters, 8]; a word's ends count as letters
    bool operator==(const FeatureOptions&) const = default;
};

// Kinds of evidence, each brought to the same length before they are added up.
enum class Block : std::uint8_t { words, subject, letters };
inline constexpr std::size_t block_count = 3;

// One distinct feature of a text.
struct FeatureCount {
    std::uint32_t bucket = 0; // < 2^bucket_bits
    std::uint16_t count = 0;  // times seen, >= 1, stops at 65535
    Block block = Block::words;
};

// Subject and text as words.
struct QuestionWords {
    Words subject;
    Words text;
};

QuestionWords words_of(const Question& question);

// Every distinct (bucket, block) of the question, in the order of first appearance. Subject and text
// share the blocks `words` and `letters`; `subject` holds the subject's words once more by themselves.
// Total and linear: at most 6 features an octet.
std::vector<FeatureCount> features_of(const QuestionWords& words, const FeatureOptions& options);

// Where a word, or two words in a row, are counted in the block `words`.
std::uint32_t word_bucket(std::string_view word, const FeatureOptions& options);
std::uint32_t pair_bucket(std::string_view first, std::string_view second, const FeatureOptions& options);

}
