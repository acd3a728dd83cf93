#include "engine/core/delivery_policy.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace deskhand::engine {
namespace {

constexpr double jitter = 0.2; // of the wait, either way
constexpr int most_doublings = 16;
constexpr std::chrono::minutes throttle_wait{15}; // providers close their window in minutes to hours

bool contains_folded(std::string_view text, std::string_view part)
{
    const auto same = [](unsigned char a, unsigned char b) { return std::tolower(a) == std::tolower(b); };
    return std::search(text.begin(), text.end(), part.begin(), part.end(), same) != text.end();
}

// Quota and rate replies that come with a permanent code but mean "later": Gmail says 5.4.5,
// Microsoft 365 says 5.2.0 with SubmissionQuotaExceeded, others 4.7.28.
bool says_throttled(std::string_view status, std::string_view text)
{
    constexpr std::array<std::string_view, 4> codes{"4.7.28", "5.4.5", "4.5.3", "4.4.5"};
    constexpr std::array<std::string_view, 5> words{"QuotaExceeded", "sending limit", "rate limit",
                                                    "too many messages", "throttl"};
    return std::find(codes.begin(), codes.end(), status) != codes.end() ||
           std::any_of(words.begin(), words.end(),
                       [&](auto word) { return contains_folded(text, word); });
}

// The relay refuses us, whoever the recipient is (RFC 4954: 530, 535; Microsoft: 5.7.30).
bool says_our_fault(int code, std::string_view status)
{
    constexpr std::array<int, 5> codes{530, 534, 535, 538, 454};
    constexpr std::array<std::string_view, 3> statuses{"5.7.30", "5.7.8", "5.7.0"};
    return std::find(codes.begin(), codes.end(), code) != codes.end() ||
           std::find(statuses.begin(), statuses.end(), status) != statuses.end();
}

// A number in [0, 1) that depends on `salt` and `round` only (splitmix64 finaliser).
double spread(std::uint64_t salt, int round)
{
    std::uint64_t x = salt + 0x9e3779b97f4a7c15ull * static_cast<std::uint64_t>(round);
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ull;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebull;
    x ^= x >> 31;
    return static_cast<double>(x >> 11) / static_cast<double>(1ull << 53);
}

std::chrono::microseconds wait_after(const Attempt& attempt, const config::RetrySettings& settings)
{
    const int doublings = std::clamp(attempt.number - 1, 0, most_doublings);
    auto wait = std::min<std::chrono::seconds>(settings.first * (std::int64_t{1} << doublings), settings.longest);
    if (attempt.answer == Answer::throttled) wait = std::max<std::chrono::seconds>(wait, throttle_wait);
    const double factor = 1 + jitter * (2 * spread(attempt.salt, attempt.number) - 1);
    return std::chrono::microseconds{static_cast<std::int64_t>(
        static_cast<double>(std::chrono::microseconds{wait}.count()) * factor)};
}

}

bool names_dead_address(int code, std::string_view status)
{
    constexpr std::array<std::string_view, 5> statuses{"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10"};
    return code / 100 == 5 && std::find(statuses.begin(), statuses.end(), status) != statuses.end();
}

Answer answer_of(int code, std::string_view status, std::string_view text)
{
    if (code / 100 == 2) return Answer::accepted;
    if (says_throttled(status, text)) return Answer::throttled;
    if (says_our_fault(code, status)) return Answer::our_fault;
    return code / 100 == 4 ? Answer::refused_for_now : Answer::refused;
}

Verdict after_attempt(const Attempt& attempt, Instant now, const config::RetrySettings& settings)
{
    if (attempt.answer == Answer::accepted) return Delivered{};
    if (attempt.answer == Answer::refused) return GiveUp{"refused for good"};
    if (attempt.answer == Answer::unknown && is_automatic(attempt.purpose)) return HoldUncertain{};
    const auto deadline = attempt.queued + settings.lifetime;
    if (now >= deadline) return GiveUp{"not delivered in the time allowed"};
    return RetryAt{std::min<Instant>(now + wait_after(attempt, settings), deadline)};
}

}
