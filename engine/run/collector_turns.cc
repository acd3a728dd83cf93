// How a collector comes and goes: turns, attempts, leases, and the record of how it fares.
#include "engine/run/collector.h"

#include "engine/run/log.h"
#include "mail/protocol/throttled.h"

#include <fmt/core.h>

#include <algorithm>

namespace deskhand::engine {
namespace {

constexpr std::chrono::minutes parked{15}; // a refused login is not tried hot: accounts get locked
constexpr std::chrono::minutes lease_length{5};
constexpr std::chrono::seconds between_records{60};

Instant tomorrow(Instant now) { return std::chrono::floor<std::chrono::days>(now) + std::chrono::days{1}; }

}

Collector::Next Collector::turn(std::stop_token stop)
{
    try {
        return work(std::move(stop));
    } catch (const mail::LoginRefused& refused) {
        log(LogLevel::error, who_, fmt::format("login refused: {}; trying again in {} min; after mending it, send SIGHUP or wait",
                                               refused.what(), parked.count()));
        return resume_at(clock_.now() + parked, MailboxState::parked, refused.what());
    } catch (const mail::Throttled& throttled) {
        log(LogLevel::warning, who_, fmt::format("{}; pausing for {} s", throttled.what(), std::chrono::ceil<std::chrono::seconds>(throttled.pause).count()));
        return resume_at(clock_.now() + throttled.pause, MailboxState::throttled, throttled.what());
    } catch (const BudgetSpent&) {
        const auto until = tomorrow(clock_.now());
        const std::string why = "the octets allowed for today (daily_octets) are spent";
        log(LogLevel::warning, who_, fmt::format("{}; going on at {}", why, written(until)));
        return resume_at(until, MailboxState::throttled, why);
    } catch (const std::exception& broken) {
        const auto wait = backoff_.next();
        log(LogLevel::warning, who_, fmt::format("{}; trying again in {} ms", broken.what(), wait.count()));
        return resume_at(clock_.now() + wait, MailboxState::backing_off, broken.what());
    }
}

Collector::Next Collector::work(std::stop_token stop)
{
    if (!hold_lease()) return leave_to_other();
    auto arrival = mail::Arrival::something;
    if (resting_) {
        const auto ended = mailbox_->stir();
        if (!ended) return {std::max<Instant>(rest_until_, clock_.now() + std::chrono::milliseconds{1}), descriptor_};
        resting_ = false;
        arrival = *ended;
    }
    if (session_end() <= clock_.now()) forget_session(); // its token ends; the next opening asks for another
    if (health_.state != MailboxState::resting) enter(MailboxState::connecting);
    const bool everything = !ordered_ || clock_.now() >= everything_due_;
    if (arrival == mail::Arrival::something || everything || attempt_due() <= clock_.now()) {
        const auto done = round(everything ? Extent::everything : Extent::newer, stop);
        if (done.fetched > 0 || done.missing > 0)
            log(LogLevel::info, who_, fmt::format("{} fetched, {} new, {} not handed out", done.fetched, done.fresh, done.missing));
    }
    backoff_.reset();
    if (stop.stop_requested()) return {clock_.now(), -1};
    return rest();
}

Collector::Next Collector::rest()
{
    const auto now = clock_.now();
    const auto until = std::max(now, std::min({now + settings_.poll_interval, everything_due_, attempt_due(), session_end()}));
    const auto resting = mailbox_->rest(std::chrono::ceil<std::chrono::milliseconds>(until - now));
    resting_ = true;
    descriptor_ = resting.descriptor;
    rest_until_ = clock_.now() + resting.most; // not before the mailbox's own clock has run out
    health_.succeeded = now;
    health_.failures = 0;
    health_.retry = {};
    health_.missing = static_cast<std::int64_t>(missing_.size());
    if (missing_.empty()) health_.behind_since = {};
    else if (!health_.behind_since) health_.behind_since = now;
    enter(MailboxState::resting);
    if (now >= recorded_ + between_records) record();
    return {rest_until_, descriptor_};
}

// Leaves the mailbox alone until then.
Collector::Next Collector::resume_at(Instant when, MailboxState state, const std::string& why)
{
    forget_session();
    health_.error = why;
    health_.failed = clock_.now();
    ++health_.failures;
    health_.retry = when;
    enter(state);
    return {when, -1};
}

// To the engine that holds the lease, until it ends.
Collector::Next Collector::leave_to_other()
{
    forget_session();
    const auto now = clock_.now();
    const auto until = database_.use([&](Database& open) { return Mailboxes{open}.leased_until(settings_.name); });
    if (health_.state != MailboxState::elsewhere) log(LogLevel::info, who_, "another engine looks after it");
    health_.state = MailboxState::elsewhere; // the record belongs to the other engine
    return {std::clamp<Instant>(until.value_or(now), now + std::chrono::seconds{1}, now + lease_length), -1};
}

void Collector::forget_session() noexcept
{
    mailbox_->close();
    resting_ = false;
    ordered_ = false;
    everything_due_ = {};
}

bool Collector::hold_lease()
{
    const auto now = clock_.now();
    if (leased_until_ - lease_length / 2 > now) return true;
    const auto until = now + lease_length;
    const bool ours = database_.use([&](Database& open) { return Mailboxes{open}.lease(settings_.name, owner_, now, until); });
    leased_until_ = ours ? until : Instant{};
    return ours;
}

Instant Collector::session_end() const
{
    const auto end = mailbox_->session_end();
    if (!end) return Instant::max();
    return clock_.now() + std::chrono::ceil<std::chrono::milliseconds>(*end - std::chrono::steady_clock::now());
}

Instant Collector::attempt_due() const
{
    auto due = Instant::max();
    for (const auto& [uid, attempts] : missing_) due = std::min(due, attempts.next);
    return due;
}

void Collector::enter(MailboxState state)
{
    if (health_.state == state && recorded_ != Instant{}) return;
    health_.state = state;
    health_.since = clock_.now();
    record();
}

void Collector::record()
{
    recorded_ = clock_.now();
    try {
        database_.use([&](Database& open) { Mailboxes{open}.record(health_); });
    } catch (const StoreError& broken) { // the next record may succeed; mail goes first
        log(LogLevel::warning, who_, broken.what());
    }
}

void Collector::end() noexcept
{
    mailbox_->close();
    resting_ = false;
    if (health_.state == MailboxState::elsewhere) return;
    try {
        enter(MailboxState::stopped);
        database_.use([&](Database& open) { Mailboxes{open}.release(settings_.name, owner_); });
        leased_until_ = {};
    } catch (const std::exception&) { // stopping goes on; the lease ends by itself
    }
}

}
