#include "predict/corpus.h"

#include "predict/groups.h"
#include "predict/hashing.h"
#include "predict/words.h"

#include <algorithm>
#include <array>
#include <limits>
#include <unordered_map>
#include <unordered_set>

namespace deskhand::predict {
namespace {

constexpr std::size_t bands = 16, rows_of_band = 4; // found with probability 1 - (1 - s^4)^16
constexpr std::size_t most_shingles = 1024;         // of one text; a longer one is judged by its start
using Signature = std::array<std::uint32_t, bands * rows_of_band>;

// "web03" and "web04", "97" and "98" count as the same word here.
std::string without_digits(std::string_view word)
{
    std::string shape;
    for (const char c : word) {
        const bool digit = c >= '0' && c <= '9';
        if (!digit) shape += c;
        else if (shape.empty() || shape.back() != '0') shape += '0';
    }
    return shape;
}

// Hashes of the words and the word pairs, sorted, each once.
std::vector<std::uint64_t> shingles_of(const Question& question)
{
    std::vector<std::uint64_t> all;
    std::uint64_t before = 0;
    for (const auto part : {question.subject, question.text}) {
        const auto words = words_of(part);
        for (std::size_t i = 0; i < words.size() && all.size() < most_shingles; ++i) {
            const auto hash = hash_of(without_digits(words[i]), 0x51);
            all.push_back(hash);
            all.push_back(hash_end(hash_step(before, hash)));
            before = hash;
        }
    }
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

Signature signature_of(const std::vector<std::uint64_t>& shingles)
{
    Signature least;
    least.fill(std::numeric_limits<std::uint32_t>::max());
    for (const auto shingle : shingles) {
        const auto low = static_cast<std::uint32_t>(shingle), high = static_cast<std::uint32_t>(shingle >> 32) | 1;
        for (std::uint32_t i = 0; i < least.size(); ++i) {
            auto value = (low + i * high) * 0x85ebca6bu;
            value ^= value >> 15;
            least[i] = std::min(least[i], value);
        }
    }
    return least;
}

double jaccard(const std::vector<std::uint64_t>& a, const std::vector<std::uint64_t>& b)
{
    std::size_t shared = 0;
    for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
        if (a[i] == b[j]) ++shared, ++i, ++j;
        else if (a[i] < b[j]) ++i;
        else ++j;
    }
    const auto either = a.size() + b.size() - shared;
    return either == 0 ? 1.0 : static_cast<double>(shared) / static_cast<double>(either);
}

std::uint64_t text_hash(const Example& example)
{
    return hash_of(example.text, hash_of(example.subject, 1));
}

}

std::vector<std::uint32_t> near_duplicate_groups(std::span<const Question> texts)
{
    std::vector<std::vector<std::uint64_t>> shingles;
    shingles.reserve(texts.size());
    for (const auto& text : texts) shingles.push_back(shingles_of(text));

    Groups groups{texts.size()};
    std::array<std::unordered_map<std::uint64_t, std::uint32_t>, bands> seen;
    for (std::uint32_t i = 0; i < shingles.size(); ++i) {
        const auto signature = signature_of(shingles[i]);
        for (std::size_t band = 0; band < bands; ++band) {
            auto key = hash_start(band);
            for (std::size_t row = 0; row < rows_of_band; ++row)
                key = hash_step(key, signature[band * rows_of_band + row]);
            const auto [entry, fresh] = seen[band].try_emplace(hash_end(key), i);
            if (fresh || groups.of(entry->second) == groups.of(i)) continue;
            if (jaccard(shingles[entry->second], shingles[i]) >= alike) groups.join(entry->second, i);
        }
    }
    std::vector<std::uint32_t> numbers(texts.size());
    for (std::uint32_t i = 0; i < numbers.size(); ++i) numbers[i] = groups.of(i);
    return numbers;
}

Split split_by_time(std::span<const Example> examples, std::span<const std::uint32_t> groups, double share)
{
    struct Place {
        std::chrono::sys_seconds at;
        std::uint64_t hash;
        std::uint32_t index;
        auto operator<=>(const Place&) const = default;
    };
    std::vector<Place> order;
    for (std::uint32_t i = 0; i < examples.size(); ++i)
        order.push_back({examples[i].answered_at, text_hash(examples[i]), i});
    std::sort(order.begin(), order.end());

    const auto kept_back = static_cast<std::size_t>(static_cast<double>(order.size()) * share);
    const auto first_later = order.size() - kept_back;
    Split split;
    std::unordered_set<std::uint32_t> learnt;
    for (std::size_t i = 0; i < first_later; ++i) {
        split.training.push_back(order[i].index);
        learnt.insert(groups[order[i].index]);
    }
    for (std::size_t i = first_later; i < order.size(); ++i)
        if (!learnt.contains(groups[order[i].index])) split.calibration.push_back(order[i].index);
    return split;
}

}
