#include "predict/reasons.h"

#include <fmt/core.h>

#include <algorithm>

namespace deskhand::predict {
namespace {

struct Pull {
    std::uint32_t bucket;
    double weight;
};

std::vector<Pull> strongest(const Classifier& classifier, std::size_t label, std::span<const WeightedFeature> features)
{
    std::vector<Pull> pulls;
    for (const auto& feature : features) {
        if (feature.block != Block::words) continue;
        const double weight = double{feature.weight} * classifier.pull(feature.bucket, label);
        if (weight > 0) pulls.push_back({feature.bucket, weight});
    }
    const auto kept = std::min(most_terms, pulls.size());
    std::partial_sort(pulls.begin(), pulls.begin() + static_cast<std::ptrdiff_t>(kept), pulls.end(),
                      [](const Pull& a, const Pull& b) {
                          return a.weight != b.weight ? a.weight > b.weight : a.bucket < b.bucket;
                      });
    pulls.resize(kept);
    return pulls;
}

// Gives the pulls their words back: hashes cannot be turned round, the question can be read again.
class Namer {
public:
    Namer(std::span<const Pull> pulls, const FeatureOptions& options)
        : pulls_{pulls}, options_{options}, names_(pulls.size())
    {}

    void read(const Words& words)
    {
        for (std::size_t i = 0; i < words.size() && missing(); ++i) {
            name(word_bucket(words[i], options_), words[i], {});
            if (i > 0) name(pair_bucket(words[i - 1], words[i], options_), words[i - 1], words[i]);
        }
    }

    std::vector<TermWeight> taken() &&
    {
        std::vector<TermWeight> terms;
        for (std::size_t i = 0; i < names_.size(); ++i) terms.push_back({std::move(names_[i]), pulls_[i].weight});
        return terms;
    }

private:
    bool missing() const { return named_ < names_.size(); }
    void name(std::uint32_t bucket, std::string_view first, std::string_view second)
    {
        for (std::size_t i = 0; i < pulls_.size(); ++i) {
            if (pulls_[i].bucket != bucket || !names_[i].empty()) continue;
            names_[i] = second.empty() ? std::string{first} : fmt::format("{} {}", first, second);
            ++named_;
        }
    }

    std::span<const Pull> pulls_;
    const FeatureOptions& options_;
    std::vector<std::string> names_;
    std::size_t named_ = 0;
};

}

std::vector<TermWeight> reasons_for(const Classifier& classifier, std::size_t label, const QuestionWords& words,
                                    std::span<const WeightedFeature> features, const FeatureOptions& options)
{
    const auto pulls = strongest(classifier, label, features);
    Namer namer{pulls, options};
    namer.read(words.subject);
    namer.read(words.text);
    return std::move(namer).taken();
}

}
