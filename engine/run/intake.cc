#include "engine/run/intake.h"

#include "engine/run/log.h"
#include "engine/run/read_mail.h"
#include "engine/store/apply_decision.h"
#include "engine/store/load_situation.h"
#include "engine/store/search.h"

#include <fmt/core.h>

#include <future>
#include <vector>

namespace deskhand::engine {
namespace {

constexpr int indexed_when_idle = 500; // words of the histories, into the search
constexpr int group = 50; // rows decided in one commit
constexpr std::size_t worth_a_thread = 8; // mails
constexpr int stale_tries = 5; // deciding again is free; a ticket that changes this often is a fault
constexpr std::chrono::seconds idle{2}; // news of this process wakes the clock; others' is seen then

// Reading and guessing need no database, so a second thread takes half of a large group.
std::vector<Waiting> read_all(std::vector<InboxRow> rows, const Policy& policy)
{
    std::vector<Waiting> out;
    for (auto& row : rows) out.push_back({.row = std::move(row), .read = {}});
    const auto read = [&out, &policy](std::size_t from, std::size_t to) {
        for (auto at = from; at < to; ++at) {
            out[at].read = read_mail(out[at].row.bytes, policy.settings.authentication.trusted_hosts);
            out[at].read.guess = guess_for(out[at].read, policy);
        }
    };
    const auto half = out.size() < worth_a_thread ? 0 : out.size() / 2;
    auto first = std::async(half > 0 ? std::launch::async : std::launch::deferred, read, 0, half);
    read(half, out.size());
    first.get();
    return out;
}

}

Explanation explain(Database& database, const InboxRow& row, ReadMail read, const Policy& policy, Instant now)
{
    Explanation out{.read = std::move(read), .situation = {}, .decision = {}};
    out.situation = load_situation(database, row, out.read, policy, now);
    out.read = without_our_words(std::move(out.read), out.situation);
    out.decision = decide(out.read, out.situation, policy, now);
    return out;
}

Explanation explain(Database& database, const InboxRow& row, const Policy& policy, Instant now)
{
    return explain(database, row, read_mail(row.bytes, policy.settings.authentication.trusted_hosts), policy, now);
}

Explanation explain(const InboxRow& row, const Policy& policy, Instant now)
{
    Explanation out{.read = read_mail(row.bytes, policy.settings.authentication.trusted_hosts), .situation = {}, .decision = {}};
    out.situation = first_situation(row, out.read);
    out.decision = decide(out.read, out.situation, policy, now);
    return out;
}

Intake::Intake(Database database, PolicySource policy, Clock& clock)
    : database_{std::move(database)}, inbox_{database_}, policy_{std::move(policy)}, clock_{clock}
{
}

void Intake::decide_and_apply(const Waiting& mail, const Policy& policy)
{
    const auto now = clock_.now();
    for (int tries = 1;; ++tries) {
        try {
            const auto explained = explain(database_, mail.row, mail.read, policy, now);
            apply_decision(database_, mail.row.id, summary_of(explained.read), explained.decision, now);
            log(LogLevel::info, fmt::format("mail {}", number(mail.row.id)), explained.decision.outcome);
            return;
        } catch (const StaleTicket&) {
            if (tries == stale_tries) throw;
        } catch (const AlreadyDecided&) {
            return; // another process was quicker
        }
    }
}

// A mail is blamed for a failure of the store only when the store works for others: a full disk is
// no mail's fault.
void Intake::one_by_one(const std::vector<Waiting>& mails, const Policy& policy)
{
    struct Failure {
        InboxId id;
        std::string what;
        bool store;
    };
    std::vector<Failure> failures;
    for (const auto& mail : mails) {
        try {
            database_.transaction([&] { decide_and_apply(mail, policy); });
        } catch (const StoreError& broken) {
            failures.push_back({mail.row.id, broken.what(), true});
        } catch (const std::exception& broken) {
            failures.push_back({mail.row.id, broken.what(), false});
        }
    }
    const bool store_works = failures.size() < mails.size();
    for (const auto& failure : failures) {
        if (failure.store && !store_works) throw StoreError{failure.what};
        const auto state = inbox_.record_failure(failure.id, failure.what);
        log(LogLevel::error, fmt::format("mail {}", number(failure.id)),
            fmt::format("{}{}", failure.what,
                        state == InboxState::quarantined ? "; quarantined, see `deskhand quarantine list`" : "; will be tried again"));
    }
}

int Intake::step()
{
    const auto policy = policy_();
    const auto mails = read_all(inbox_.next(group), *policy);
    if (mails.empty()) return 0;
    try {
        database_.transaction([&] {
            for (const auto& mail : mails) decide_and_apply(mail, *policy);
        });
    } catch (const std::exception&) {
        one_by_one(mails, *policy); // so that the one that is the cause does not hold up the others
    }
    clock_.wake(); // there may be mail to send
    return static_cast<int>(mails.size());
}

void Intake::run(std::stop_token stop)
{
    while (!stop.stop_requested()) {
        try {
            if (step() == 0 && index_words(database_, indexed_when_idle) == 0) clock_.wait_until(clock_.now() + idle, stop);
        } catch (const std::exception& broken) {
            log(LogLevel::error, "intake", fmt::format("{}; trying again in 5 s", broken.what()));
            clock_.wait_until(clock_.now() + std::chrono::seconds{5}, stop);
        }
    }
}

}
