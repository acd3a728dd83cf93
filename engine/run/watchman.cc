#include "engine/run/watchman.h"

#include "engine/core/gate.h"
#include "engine/core/letter.h"
#include "engine/run/alarm_program.h"
#include "engine/run/log.h"
#include "engine/store/apply_decision.h"

#include <fmt/core.h>

namespace deskhand::engine {
namespace {

constexpr std::chrono::seconds between_looks{15};
constexpr std::chrono::minutes usual_delay{10}; // of a round, besides the poll interval
constexpr std::chrono::hours between_alarms{4};

std::string outage_text(const MailboxHealth& health)
{
    const auto since = health.succeeded ? fmt::format("The last whole round was at {}.", written(*health.succeeded))
                                        : std::string{"It has never been read."};
    const auto why = health.error.empty() ? std::string{"No error is known; the desk may be stuck or stopped."} : health.error;
    const auto next = health.retry ? fmt::format("\nThe next try is at {}.", written(*health.retry)) : std::string{};
    return fmt::format("Mailbox {} is {}: no mail comes in through it.\n\n  {}\n\n{}{}\n\nTo look and to try again at once:\n\n"
                       "  deskhand mailbox status\n  deskhand doctor\n  kill -HUP the desk\n",
                       health.name, name_of(health.state), why, since, next);
}

}

bool stalled(const std::optional<MailboxHealth>& health, std::chrono::seconds poll_interval, Instant now)
{
    if (!health || health->state == MailboxState::stopped) return false;
    if (health->state == MailboxState::parked) return true;
    return now - health->succeeded.value_or(health->since) > poll_interval + usual_delay;
}

Watchman::Watchman(Database database, PolicySource policy, Clock& clock)
    : database_{std::move(database)}, policy_{std::move(policy)}, clock_{clock}
{
}

int Watchman::step()
{
    const auto policy = policy_();
    int told = 0;
    for (const auto& settings : policy->settings.mailboxes) told += look_at(settings, *policy) ? 1 : 0;
    if (told > 0) clock_.wake();
    return told;
}

bool Watchman::look_at(const mail::MailboxSettings& settings, const Policy& policy)
{
    const auto now = clock_.now();
    const auto health = Mailboxes{database_}.find(settings.name, now);
    if (!health) return false;
    const bool out = stalled(health, settings.poll_interval, now);
    const bool new_word = out ? !health->alarmed || *health->alarmed + between_alarms <= now : health->alarmed.has_value();
    if (!new_word) return false;
    const auto subject = out ? fmt::format("no mail comes in through {}", settings.name) : fmt::format("mail comes in through {} again", settings.name);
    const auto text = out ? outage_text(*health) : fmt::format("Mailbox {} is well again.\n", settings.name);
    Correspondence letters{policy, fmt::format("outage-{}", now.time_since_epoch().count()), now};
    Decision decision;
    decision.outcome = subject;
    for (const auto& address : alarmed(policy.settings)) decision.actions.push_back(letters.outage(address, subject, text));
    database_.transaction([&] {
        apply_decision(database_, decision, now);
        Mailboxes{database_}.record_alarm(settings.name, out ? std::optional{now} : std::nullopt);
    });
    log(out ? LogLevel::error : LogLevel::info, "mailbox " + settings.name, subject);
    if (const auto& program = policy.settings.limits.alarm_program; !program.empty())
        if (const auto failure = tell_program(program, subject + "\n\n" + text); !failure.empty())
            log(LogLevel::error, "alarm program", failure);
    return true;
}

void Watchman::run(std::stop_token stop)
{
    while (!stop.stop_requested()) {
        try {
            step();
        } catch (const std::exception& broken) {
            log(LogLevel::error, "watchman", broken.what());
        }
        const auto next = clock_.now() + between_looks;
        while (!stop.stop_requested() && clock_.now() < next) clock_.wait_until(next, stop);
    }
}

}
