// What the desk's past says about a new request: queue, person, answer, each with a probability.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace deskhand::predict {

// One label with the calibrated probability that it is right, in [0, 1].
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
    std::vector<Scored> queues;    // best first; empty = abstained
    std::vector<Scored> assignees; // best first; empty = abstained
    std::vector<ProposedAnswer> answers; // best first
    std::vector<TermWeight> because;     // strongest terms for queues.front()
    // True when answers.front() may be sent by itself under the promised error bound.
    bool answer_is_certain = false;
};

// What is asked: subject and the sender's own words, never quotes or signatures.
struct Question {
    std::string_view subject;
    std::string_view text;
};

// An immutable, trained model; cheap to copy, safe to share between threads.
class Model {
public:
    struct Parts;
    explicit Model(std::shared_ptr<const Parts> parts);

    // Never throws; text of any size and content gives a prediction in bounded work.
    Prediction predict(const Question& question) const;
    // One line for people: examples, labels, when trained.
    std::string summary() const;

private:
    std::shared_ptr<const Parts> parts_;
};

}
