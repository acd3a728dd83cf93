// What the desk's past says about a new request: queue, person, answer, each with a probability.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace deskhand::predict {

// One label with the calibrated probability that it is right, in [0, 1]. The probabilities of a list
// add up to less than one: what is missing belongs to labels that no example had.
struct Scored {
    std::string label;
    double probability = 0;
};

// One term of the text and what it adds to the winning label's score.
struct TermWeight {
    std::string term;
    double weight = 0;
};

// A past answer worth proposing.
struct ProposedAnswer {
    std::string text;
    std::string source;     // where it was learnt from, e.g. "ticket 1042" or a Message-ID
    double probability = 0; // that staff would send it as it is
};

struct Prediction {
    std::vector<Scored> queues;    // best first, at most `most_ranked`; empty = the past names no queue
    std::vector<Scored> assignees; // likewise
    std::vector<ProposedAnswer> answers; // best first
    std::vector<TermWeight> because;     // strongest terms for queues.front()
    // True when the first of the list may be taken without asking a person: its probability reached
    // the threshold that was certified for the promised error. False = ranked only, abstain.
    bool queue_is_confident = false;
    bool assignee_is_confident = false;
    // True when answers.front() may be sent by itself under the promised error bound.
    bool answer_is_certain = false;
};

inline constexpr std::size_t most_ranked = 5;
inline constexpr std::size_t most_answers = 3;
inline constexpr std::size_t most_terms = 6;

// What is asked: subject and the sender's own words, never quotes or signatures.
struct Question {
    std::string_view subject;
    std::string_view text;
};

// An immutable, trained model; cheap to copy, safe to share between threads. Made by `learn`
// (learn.h) or read from a file (model_file.h).
class Model {
public:
    struct Parts;
    explicit Model(std::shared_ptr<const Parts> parts);

    // Never throws; text of any size and content gives a prediction in bounded work. Without memory
    // it comes back empty.
    Prediction predict(const Question& question) const noexcept;
    // One line for people: examples, labels, when trained.
    std::string summary() const;

    const Parts& parts() const { return *parts_; }

private:
    std::shared_ptr<const Parts> parts_;
};

}
