#include "engine/core/delivery_policy.h"
#include "tests/support/table.h"

#include <boost/test/unit_test.hpp>

#include <set>

using namespace deskhand;
using namespace deskhand::engine;
using namespace std::chrono_literals;

namespace {
const Instant start{std::chrono::sys_days{std::chrono::year{2026} / 3 / 2}};

struct ReplyCase { const char* name; int code; const char* status; const char* text; Answer answer; };
const ReplyCase replies[] = {
    {"a plain acceptance", 250, "2.0.0", "queued as 1", Answer::accepted},
    {"a greylisting refusal", 451, "4.7.1", "try later", Answer::refused_for_now},
    {"an unknown user", 550, "5.1.1", "no such user", Answer::refused},
    {"Gmail's daily limit comes as 550 but means later", 550, "5.4.5", "Daily user sending limit exceeded", Answer::throttled},
    {"Microsoft's quota comes as 554 but means later", 554, "5.2.0", "STOREDRV.Submission.Exception:SubmissionQuotaExceededException", Answer::throttled},
    {"a rate limit at Gmail", 421, "4.7.28", "unusual rate of mail", Answer::throttled},
    {"a wrong password is ours to mend", 535, "5.7.8", "authentication failed", Answer::our_fault},
    {"basic authentication switched off is ours to mend", 550, "5.7.30", "Basic authentication is not supported", Answer::our_fault},
};

int attempts_until_given_up(std::uint64_t salt, Purpose purpose)
{
    const config::RetrySettings settings;
    Attempt attempt{.answer = Answer::refused_for_now, .number = 1, .queued = start, .salt = salt, .purpose = purpose};
    for (Instant now = start;; ++attempt.number) {
        const auto verdict = after_attempt(attempt, now, settings);
        const auto* retry = std::get_if<RetryAt>(&verdict);
        if (!retry) return attempt.number;
        if (retry->when <= now) return -1;
        now = retry->when;
    }
}
}

BOOST_AUTO_TEST_SUITE(delivery_policy)

const bool listed = tests::table(replies, [](const ReplyCase& c) {
    BOOST_TEST((answer_of(c.code, c.status, c.text) == c.answer));
}, __FILE__, __LINE__);

BOOST_AUTO_TEST_CASE(a_refused_mail_is_tried_over_five_days_and_then_given_up)
{
    for (std::uint64_t salt = 1; salt < 50; ++salt) {
        const int attempts = attempts_until_given_up(salt, Purpose::answer);
        BOOST_TEST(attempts > 30);
        BOOST_TEST(attempts < 60);
    }
}

BOOST_AUTO_TEST_CASE(two_tries_fall_into_the_first_hour)
{
    const config::RetrySettings settings;
    const auto verdict = after_attempt({.answer = Answer::refused_for_now, .number = 1, .queued = start, .salt = 5}, start, settings);
    BOOST_TEST((std::get<RetryAt>(verdict).when < start + 30min));
}

BOOST_AUTO_TEST_CASE(waits_differ_between_mails_and_stay_within_a_fifth)
{
    const config::RetrySettings settings;
    std::set<Instant> seen;
    for (std::uint64_t salt = 0; salt < 100; ++salt) {
        const auto when = std::get<RetryAt>(after_attempt({.answer = Answer::not_sent, .number = 1, .queued = start, .salt = salt}, start, settings)).when;
        BOOST_TEST((when >= start + settings.first * 8 / 10));
        BOOST_TEST((when <= start + settings.first * 12 / 10));
        seen.insert(when);
    }
    BOOST_TEST(seen.size() > 90u);
}

BOOST_AUTO_TEST_CASE(the_last_try_is_made_when_the_time_allowed_ends)
{
    const config::RetrySettings settings;
    const auto late = start + settings.lifetime - 1s;
    const auto verdict = after_attempt({.answer = Answer::refused_for_now, .number = 30, .queued = start}, late, settings);
    BOOST_TEST((std::get<RetryAt>(verdict).when == start + settings.lifetime));
}

BOOST_AUTO_TEST_CASE(a_lost_answer_repeats_a_persons_words_but_not_a_machines)
{
    const config::RetrySettings settings;
    const Attempt words{.answer = Answer::unknown, .number = 1, .queued = start, .purpose = Purpose::answer};
    const Attempt machine{.answer = Answer::unknown, .number = 1, .queued = start, .purpose = Purpose::acknowledgement};
    BOOST_TEST(std::holds_alternative<RetryAt>(after_attempt(words, start, settings)));
    BOOST_TEST(std::holds_alternative<HoldUncertain>(after_attempt(machine, start, settings)));
}

BOOST_AUTO_TEST_CASE(a_throttled_mail_waits_longer_than_a_refused_one)
{
    const config::RetrySettings settings;
    const auto wait = [&](Answer answer) {
        return std::get<RetryAt>(after_attempt({.answer = answer, .number = 1, .queued = start, .salt = 9}, start, settings)).when;
    };
    BOOST_TEST((wait(Answer::throttled) > wait(Answer::refused_for_now)));
}

BOOST_AUTO_TEST_SUITE_END()
