// Past answers, found by the past requests most like the new one. Inside this room only.
#pragma once
#include "predict/logistic.h"
#include "predict/weighting.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace deskhand::predict {

// Near-identical answers count as one; its words and source are those of the latest.
struct Reply {
    std::string text;
    std::string source;
    std::uint32_t uses = 0; // how often staff sent it
};

// A past request: the features of its words and the answer it got.
struct AnsweredRequest {
    std::vector<WeightedFeature> features; // of Block::words only are used
    std::uint32_t reply = 0;               // place in the replies
};

// How one reply stands among the nearest past requests.
struct Candidate {
    std::uint32_t reply = 0;
    double similarity = 0; // of its nearest request: the part of the cosine that telling words make up, in [0, 1]
    double share = 0;      // of the nearest requests' similarity that belongs to it, in [0, 1]
};

Signals signals_of(const Candidate& candidate);

// How many past requests vote, and what a search may cost.
inline constexpr std::size_t nearest_requests = 10;
inline constexpr std::size_t most_query_features = 64; // the rarest ones with an entry
inline constexpr std::size_t most_postings = 8'192;    // looked at for one question

// An inverted index; requests are numbered oldest first.
class ReplyIndex {
public:
    struct Posting {
        std::uint32_t request = 0;
        float weight = 0;
    };

    std::vector<std::uint32_t> starts;         // of each bucket in `postings`, one more than there are buckets
    std::vector<Posting> postings;             // by bucket, then by request
    std::vector<std::uint32_t> reply_of_request;
    std::vector<Reply> replies;
    Signals weights{};                         // of the signals, see probability
    double unseen = 1;                         // share of requests believed to need an answer of their own, in [0, 1]
    std::optional<double> threshold;           // from this probability on an answer may be sent; absent = never
    bool empty() const { return replies.empty(); }

    // That staff would send it: (1 - unseen) / (1 + exp(-weights . signals)).
    double probability(const Signals& signals) const { return (1 - unseen) * probability_of(weights, signals); }

    // The replies of the nearest requests before number `before`, best signal sums first.
    std::vector<Candidate> nearest(std::span<const WeightedFeature> question, std::size_t before) const;
};

// An answer that staff sent fewer times is never sent by itself.
inline constexpr std::uint32_t fewest_uses = 3;

// The index over these requests (oldest first) with nothing calibrated yet. Words that more than half
// of the requests hold find nothing in particular and are left out.
ReplyIndex indexed(std::span<const AnsweredRequest> requests, std::vector<Reply> replies, std::size_t buckets);

}
