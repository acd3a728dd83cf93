#include "predict/replies.h"

#include <algorithm>

namespace deskhand::predict {
namespace {

constexpr std::size_t always_indexed = 32;  // requests that may share a word in the smallest desk
constexpr std::size_t usual_fraction = 2;   // half of the requests: a usual word

struct Lookup {
    std::uint32_t bucket;
    float weight;
    std::uint32_t length; // of its list
};

// The features with the shortest lists first: they tell most and cost least.
std::vector<Lookup> lookups(const ReplyIndex& index, std::span<const WeightedFeature> question)
{
    std::vector<Lookup> found;
    for (const auto& feature : question) {
        if (feature.block != Block::words) continue;
        const auto length = index.starts[feature.bucket + 1] - index.starts[feature.bucket];
        if (length > 0) found.push_back({feature.bucket, feature.weight, length});
    }
    const auto kept = std::min(most_query_features, found.size());
    std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(kept), found.end(),
                      [](const Lookup& a, const Lookup& b) {
                          return a.length != b.length ? a.length < b.length : a.bucket < b.bucket;
                      });
    found.resize(kept);
    return found;
}

struct Neighbour {
    std::uint32_t request;
    float similarity;
};

std::vector<Neighbour> neighbours(const ReplyIndex& index, std::span<const WeightedFeature> question, std::size_t before)
{
    std::vector<float> similarity(index.reply_of_request.size(), 0.0f);
    std::vector<std::uint32_t> touched;
    std::size_t budget = most_postings;
    for (const auto& lookup : lookups(index, question)) {
        if (lookup.length > budget) break;
        budget -= lookup.length;
        for (auto i = index.starts[lookup.bucket]; i < index.starts[lookup.bucket + 1]; ++i) {
            const auto& posting = index.postings[i];
            if (posting.request >= before) break;
            if (similarity[posting.request] == 0) touched.push_back(posting.request);
            similarity[posting.request] += lookup.weight * posting.weight;
        }
    }
    std::vector<Neighbour> all;
    all.reserve(touched.size());
    for (const auto request : touched) all.push_back({request, std::min(1.0f, similarity[request])});
    const auto kept = std::min(nearest_requests, all.size());
    std::partial_sort(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(kept), all.end(),
                      [](const Neighbour& a, const Neighbour& b) { // of equals the latest
                          return a.similarity != b.similarity ? a.similarity > b.similarity : a.request > b.request;
                      });
    all.resize(kept);
    return all;
}

}

Signals signals_of(const Candidate& candidate) { return {1, candidate.similarity, candidate.share}; }

std::vector<Candidate> ReplyIndex::nearest(std::span<const WeightedFeature> question, std::size_t before) const
{
    if (empty()) return {};
    std::vector<Candidate> candidates; // at most nearest_requests of them
    double total = 0;
    for (const auto& neighbour : neighbours(*this, question, before)) {
        const auto reply = reply_of_request[neighbour.request];
        const double similarity = neighbour.similarity;
        total += similarity;
        const auto known = std::find_if(candidates.begin(), candidates.end(),
                                        [reply](const Candidate& c) { return c.reply == reply; });
        if (known == candidates.end()) candidates.push_back({reply, similarity, similarity});
        else known->share += similarity;
    }
    for (auto& candidate : candidates) candidate.share /= total;
    std::stable_sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
        return a.similarity + a.share > b.similarity + b.share;
    });
    return candidates;
}

ReplyIndex indexed(std::span<const AnsweredRequest> requests, std::vector<Reply> replies, std::size_t buckets)
{
    ReplyIndex index;
    index.replies = std::move(replies);
    std::vector<std::uint32_t> lengths(buckets, 0);
    for (const auto& request : requests)
        for (const auto& feature : request.features)
            if (feature.block == Block::words) ++lengths[feature.bucket];
    const auto usual = std::max(always_indexed, requests.size() / usual_fraction);
    index.starts.assign(buckets + 1, 0);
    for (std::size_t i = 0; i < buckets; ++i) {
        if (lengths[i] > usual) lengths[i] = 0;
        index.starts[i + 1] = index.starts[i] + lengths[i];
    }
    index.postings.resize(index.starts.back());
    auto next = index.starts;
    for (std::uint32_t i = 0; i < requests.size(); ++i) {
        index.reply_of_request.push_back(requests[i].reply);
        for (const auto& feature : requests[i].features)
            if (feature.block == Block::words && lengths[feature.bucket] > 0)
                index.postings[next[feature.bucket]++] = {i, feature.weight};
    }
    return index;
}

}
