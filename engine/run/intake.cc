#include "engine/run/intake.h"

#include "engine/run/log.h"
#include "engine/run/read_mail.h"
#include "engine/store/apply_decision.h"
#include "engine/store/load_situation.h"
#include "engine/store/search.h"

#include <fmt/core.h>

namespace deskhand::engine {
namespace {

constexpr int indexed_when_idle = 500; // words of the histories, into the search
constexpr int group = 50; // rows decided in one commit
constexpr int stale_tries = 5; // deciding again is free; a ticket that changes this often is a fault
constexpr std::chrono::seconds idle{2}; // news of this process wakes the clock; others' is seen then

}

Explanation explain(Database& database, const InboxRow& row, const Policy& policy, Instant now)
{
    Explanation out{.read = read_mail(row.bytes), .situation = {}, .decision = {}};
    out.situation = load_situation(database, row, out.read, policy, now);
    out.decision = decide(out.read, out.situation, policy, now);
    return out;
}

Intake::Intake(Database database, PolicySource policy, Clock& clock)
    : database_{std::move(database)}, inbox_{database_}, policy_{std::move(policy)}, clock_{clock}
{
}

void Intake::decide_and_apply(const InboxRow& row, const Policy& policy)
{
    const auto now = clock_.now();
    for (int tries = 1;; ++tries) {
        try {
            const auto explained = explain(database_, row, policy, now);
            apply_decision(database_, row.id, summary_of(explained.read), explained.decision, now);
            log(LogLevel::info, fmt::format("mail {}", number(row.id)), explained.decision.outcome);
            return;
        } catch (const StaleTicket&) {
            if (tries == stale_tries) throw;
        } catch (const AlreadyDecided&) {
            return; // another process was quicker
        }
    }
}

void Intake::alone(const InboxRow& row, const Policy& policy)
{
    try {
        database_.transaction([&] { decide_and_apply(row, policy); });
    } catch (const std::exception& broken) {
        const auto state = inbox_.record_failure(row.id, broken.what());
        log(LogLevel::error, fmt::format("mail {}", number(row.id)),
            fmt::format("{}{}", broken.what(), state == InboxState::quarantined ? "; quarantined, see `deskhand quarantine list`" : "; will be tried again"));
    }
}

int Intake::step()
{
    const auto rows = inbox_.next(group);
    if (rows.empty()) return 0;
    const auto policy = policy_();
    try {
        database_.transaction([&] {
            for (const auto& row : rows) decide_and_apply(row, *policy);
        });
    } catch (const std::exception& broken) {
        // One of them is the cause: each by itself, so that the others are not held up.
        for (const auto& row : rows) alone(row, *policy);
    }
    clock_.wake(); // there may be mail to send
    return static_cast<int>(rows.size());
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
