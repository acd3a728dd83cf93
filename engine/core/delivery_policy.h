// When to try a delivery again, and when to give up.
#pragma once
#include "config/settings.h"
#include "engine/core/decision.h"
#include "engine/core/instant.h"

#include <cstdint>
#include <string>
#include <variant>

namespace deskhand::engine {

// How a relay answered one recipient.
enum class Answer {
    accepted,
    refused_for_now,
    refused,
    throttled,     // the relay says we send too much: not the recipient's fault, wait longer
    our_fault,     // login, relaying, quota: no recipient will do better until a person acts
    not_sent,      // the connection failed before the final dot
    unknown        // the final dot went out and no answer came
};

// True for the refusals that are about the address itself and will not pass (RFC 3463 section 3.2:
// no such mailbox, system or syntax, moved, null MX); a plain 550 may as well be about us.
bool names_dead_address(int code, std::string_view status);

// From reply code and enhanced status (RFC 5321 section 4.2, RFC 3463, 5.4.5/4.7.28/5.7.30 by name).
Answer answer_of(int code, std::string_view status, std::string_view text);

struct Delivered {};
struct RetryAt { Instant when; };
struct GiveUp { std::string reason; };
struct HoldUncertain {}; // may have arrived; a person decides
using Verdict = std::variant<Delivered, RetryAt, GiveUp, HoldUncertain>;

// Facts about the attempt just made.
struct Attempt {
    Answer answer = Answer::accepted;
    int number = 1;       // of this attempt, from 1
    Instant queued{};     // when the mail entered the outbox
    std::uint64_t salt = 0; // spreads retries; the outbox id
    Purpose purpose = Purpose::answer;
};

// Verdict after an attempt that ended at `now`. Waits double from `first` to `longest` with +-20 %
// jitter from the salt; after `lifetime` it gives up. An unknown answer is retried for words a
// person wrote (a copy is better than silence), and held for automatic mail.
Verdict after_attempt(const Attempt& attempt, Instant now, const config::RetrySettings& settings);

}
