#include "predict/learn_replies.h"

#include "predict/words.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace deskhand::predict {
namespace {

constexpr std::size_t most_replayed = 2'000; // evenly spread; enough for any certificate
constexpr std::size_t replays_a_glance = 64;
// What is believed before any evidence: an identical request whose neighbours all agree has one chance in two.
constexpr Signals first_belief = {-4, 3, 1};
constexpr double belief_deviation = 0.7; // of each weight; a hundred outcomes overrule it

// The latest answered examples, oldest first, as places in Past.
std::vector<std::uint32_t> answered(const Past& past, std::size_t most)
{
    std::vector<std::uint32_t> places;
    for (std::uint32_t i = 0; i < past.examples.size(); ++i)
        if (!words_of(past.examples[i].answer).empty()) places.push_back(i);
    if (places.size() > most) places.erase(places.begin(), places.end() - static_cast<std::ptrdiff_t>(most));
    return places;
}

struct Gathered {
    std::vector<AnsweredRequest> requests;
    std::vector<Reply> replies;
};

Gathered gathered(const Past& past, std::span<const std::uint32_t> places)
{
    std::vector<Question> texts;
    for (const auto place : places) texts.push_back({{}, past.examples[place].answer});
    const auto groups = near_duplicate_groups(texts);
    std::map<std::uint32_t, std::uint32_t> reply_of_group;
    Gathered all;
    for (std::size_t i = 0; i < places.size(); ++i) {
        const auto [entry, fresh] = reply_of_group.try_emplace(groups[i], static_cast<std::uint32_t>(all.replies.size()));
        if (fresh) all.replies.emplace_back();
        const auto& example = past.examples[places[i]];
        auto& reply = all.replies[entry->second];
        reply = {example.answer.substr(0, longest_text), example.source, reply.uses + 1};
        all.requests.push_back({past.vocabulary.weigh(past.features[places[i]]), entry->second});
    }
    return all;
}

// One replayed request and the answer it would have been given.
struct Replayed {
    Outcome outcome;
    bool may_count = false; // new in kind, and the answer had been used often enough
};

class Replay {
public:
    Replay(const Past& past, std::span<const std::uint32_t> places, const Gathered& all, const ReplyIndex& index)
        : past_{past}, places_{places}, all_{all}, index_{index}, uses_(all.replies.size(), 0)
    {}

    std::optional<std::vector<Replayed>> run(const Watch& watch)
    {
        const auto count = all_.requests.size(), first = count / 2;
        const auto stride = std::max<std::size_t>(1, (count - first) / most_replayed);
        std::vector<Replayed> replayed;
        for (std::size_t i = 0; i < count; ++i) {
            if (i % replays_a_glance == 0 && watch.stop.stop_requested()) return std::nullopt;
            if (i >= first && (i - first) % stride == 0) ask(i, replayed);
            ++uses_[all_.requests[i].reply];
            groups_.insert(past_.groups[places_[i]]);
            if (watch.progress && i % replays_a_glance == 0)
                watch.progress({watch.stage, static_cast<double>(i) / static_cast<double>(count)});
        }
        return replayed;
    }

private:
    void ask(std::size_t i, std::vector<Replayed>& replayed) const
    {
        const auto& request = all_.requests[i];
        const auto candidates = index_.nearest(request.features, i);
        if (candidates.empty()) return;
        const auto& best = candidates.front();
        const bool copy = groups_.contains(past_.groups[places_[i]]);
        replayed.push_back({{signals_of(best), best.reply == request.reply}, !copy && uses_[best.reply] >= fewest_uses});
    }

    const Past& past_;
    std::span<const std::uint32_t> places_;
    const Gathered& all_;
    const ReplyIndex& index_;
    std::vector<std::uint32_t> uses_;   // of each reply before now
    std::set<std::uint32_t> groups_;    // of requests before now
};

void calibrate(ReplyIndex& index, std::span<const Replayed> replayed, const Promise& promise)
{
    std::vector<Outcome> outcomes;
    for (const auto& one : replayed) outcomes.push_back(one.outcome);
    index.weights = fitted_weights(outcomes, first_belief, belief_deviation);
    index.unseen = unseen_share(std::array{index.reply_of_request.size()});
    std::vector<Judged> judged;
    for (const auto& one : replayed)
        if (one.may_count) judged.push_back({index.probability(one.outcome.signals), one.outcome.agreed});
    index.threshold = certified_threshold(judged, promise);
}

}

std::optional<ReplyIndex> learn_replies(const Past& past, const LearnOptions& options, const Watch& watch)
{
    if (watch.stop.stop_requested()) return std::nullopt;
    const auto places = answered(past, options.most_answers);
    if (places.empty()) return ReplyIndex{};
    auto all = gathered(past, places);
    auto index = indexed(all.requests, all.replies, past.vocabulary.rarity().size());
    auto watched = watch;
    watched.stage = "answers";
    const auto replayed = Replay{past, places, all, index}.run(watched);
    if (!replayed) return std::nullopt;
    calibrate(index, *replayed, options.answer);
    return index;
}

}
