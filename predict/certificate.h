// When may a prediction be taken without asking: a threshold with a promise that holds on finite evidence.
#pragma once
#include <cstddef>
#include <optional>
#include <span>

namespace deskhand::predict {

// Of what reaches the threshold at most the share `error` is wrong, and the procedure that says so is
// itself wrong with probability `risk` at most.
struct Promise {
    double error = 0.05; // in (0, 1)
    double risk = 0.1;   // in (0, 1)
};

// A checked prediction on mail the model had not seen.
struct Judged {
    double confidence = 0;
    bool right = false;
};

// P(at most `wrong` of `n` are wrong) if each were wrong with probability `error`: small = the true
// share is below `error`. Exact binomial tail.
double chance_of_luck(std::size_t wrong, std::size_t n, double error);

// The lowest confidence from which on the promise holds; nullopt when the evidence does not carry it
// (without a mistake 95 / 98 / 99 % need 77 / 194 / 390 judged at risk 0.1). Fixed-sequence
// tests from five starting coverages, each at risk / 5 (Learn then Test, Angelopoulos et al. 2021,
// section 4): one start alone collapses on a single confident mistake. The judged must be independent
// of the training, in particular no near-copies of it.
std::optional<double> certified_threshold(std::span<const Judged> judged, const Promise& promise);

}
