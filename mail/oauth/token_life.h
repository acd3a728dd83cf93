// How long an access token is used, and when what lives on it must be renewed.
#pragma once
#include <chrono>

namespace deskhand::mail {

// Both clocks: the steady one is not set, the other goes on while the machine is suspended.
struct Moment {
    std::chrono::steady_clock::time_point steady;
    std::chrono::system_clock::time_point wall;
};

Moment moment_now();

// An access token's life from the moment it was asked for.
struct TokenLife {
    Moment begin;
    std::chrono::seconds life{3600}; // > 0
};

// Parts of the life, 0 <= early <= renew <= 1: a token is replaced between `early` and `renew`, at a chance of
// its own, so that many accounts do not come at once; a session ends between `renew` and `late`.
inline constexpr double early_renewal = 0.75, renewal = 0.80, late_renewal = 0.85;

// Part of the life that is over by the clock that says more; 0 at its begin, 1 at its end.
double used_part(const TokenLife& token, const Moment& now);

// `chance` in [0, 1). A new token is due.
bool renewal_due(const TokenLife& token, const Moment& now, double chance);

// Still good enough to log in with when no new one is to be had.
bool still_valid(const TokenLife& token, const Moment& now);

// When a session that logged in with it must be renewed: always after a new token is due.
std::chrono::steady_clock::time_point session_end(const TokenLife& token, double chance);

}
