// The past as examples, which of them say nearly the same, and which are kept back for calibration.
#pragma once
#include "predict/model.h"

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace deskhand::predict {

// One past request and what became of it.
struct Example {
    std::string subject{};
    std::string text{};     // the sender's own words
    std::string queue{};    // empty = unknown
    std::string assignee{}; // who answered it; empty = unknown
    std::string answer{};   // the words staff sent; empty = unanswered
    std::string source{};   // where it can be looked up, e.g. "ticket 1042"
    std::chrono::sys_seconds answered_at{};
};

inline Question question_of(const Example& example) { return {example.subject, example.text}; }

// A group number for each text, equal for texts that say nearly the same: the Jaccard similarity of their
// words and word pairs, digits masked, is at least `alike`, directly or over others in between.
// The number is the place of the group's first text. Deterministic, near linear (MinHash, Broder
// 1997, 16 bands of 4); of texts just above the limit about one pair in ten is missed.
std::vector<std::uint32_t> near_duplicate_groups(std::span<const Question> texts);
inline constexpr double alike = 0.6;

// Places of examples: what is learnt from, and what comes later and checks it.
struct Split {
    std::vector<std::uint32_t> training;
    std::vector<std::uint32_t> calibration;
};

// Keeps the latest `share` (in [0, 1)) of the examples back for calibration, by time (equal times: by a
// hash of the text, so that a sorted file does no harm). An example whose group also occurs in the
// training part is left out of the calibration: answering a copy proves nothing.
// `groups` holds a number for each example.
Split split_by_time(std::span<const Example> examples, std::span<const std::uint32_t> groups, double share);

}
