#include "engine/store/mailboxes.h"

#include "engine/core/names.h"
#include "engine/store/connection.h"
#include "engine/store/encoding.h"

#include <fmt/format.h>

#include <algorithm>

namespace deskhand::engine {

namespace {

constexpr Named<MailboxState> states[] = {
    {MailboxState::connecting, "connecting"}, {MailboxState::resting, "resting"}, {MailboxState::backing_off, "backing off"},
    {MailboxState::throttled, "throttled"},   {MailboxState::parked, "parked"},   {MailboxState::elsewhere, "elsewhere"},
    {MailboxState::stopped, "stopped"}};

constexpr std::size_t most_differences = 100;
constexpr std::int64_t days_kept = 31;

std::int64_t day_of(Instant now) { return std::chrono::floor<std::chrono::days>(now).time_since_epoch().count(); }

constexpr std::string_view columns_of_health =
    "mailbox.name, state, since, succeeded, error, failed, failures, retry, generation, listed, missing, behind_since, compared, "
    "differences, alarmed, coalesce(octets, 0) FROM mailbox LEFT JOIN mailbox_day ON mailbox_day.mailbox = mailbox.name AND day = $1";

MailboxHealth health_in(Columns& columns)
{
    MailboxHealth health;
    health.name = columns.text();
    health.state = value_in(states, columns.text()).value_or(MailboxState::connecting);
    health.since = columns.instant();
    health.succeeded = columns.maybe_instant();
    health.error = columns.text();
    health.failed = columns.maybe_instant();
    health.failures = static_cast<int>(columns.integer());
    health.retry = columns.maybe_instant();
    health.generation = columns.text();
    health.listed = columns.integer();
    health.missing = columns.integer();
    health.behind_since = columns.maybe_instant();
    health.compared = columns.maybe_instant();
    health.differences = list_in(columns.text());
    health.alarmed = columns.maybe_instant();
    health.octets_today = columns.integer();
    return health;
}

}

std::string_view name_of(MailboxState state) { return name_in(states, state); }

void Mailboxes::record(const MailboxHealth& health)
{
    auto& connection = database_.connection();
    auto differences = health.differences;
    differences.resize(std::min(differences.size(), most_differences));
    WriteTransaction transaction{connection, Durability::soon};
    connection.run("INSERT INTO mailbox(name, state, since, succeeded, error, failed, failures, retry, generation, listed, missing, "
                   "behind_since, compared, differences) "
                   "VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT(name) DO UPDATE SET "
                   "state = excluded.state, since = excluded.since, succeeded = excluded.succeeded, error = excluded.error, "
                   "failed = excluded.failed, failures = excluded.failures, retry = excluded.retry, generation = excluded.generation, "
                   "listed = excluded.listed, missing = excluded.missing, behind_since = excluded.behind_since, "
                   "compared = excluded.compared, differences = excluded.differences",
                   health.name, name_of(health.state), health.since, health.succeeded, health.error, health.failed, health.failures,
                   health.retry, health.generation, health.listed, health.missing, health.behind_since, health.compared,
                   to_json(differences));
    transaction.commit();
}

std::optional<MailboxHealth> Mailboxes::find(const std::string& name, Instant now)
{
    std::optional<MailboxHealth> found;
    database_.connection().each(fmt::format("SELECT {} WHERE mailbox.name = $2", columns_of_health),
                                [&](Columns& columns) { found = health_in(columns); }, day_of(now), name);
    return found;
}

std::vector<MailboxHealth> Mailboxes::all(Instant now)
{
    std::vector<MailboxHealth> found;
    database_.connection().each(fmt::format("SELECT {} ORDER BY mailbox.name", columns_of_health),
                                [&](Columns& columns) { found.push_back(health_in(columns)); }, day_of(now));
    return found;
}

void Mailboxes::record_alarm(const std::string& name, std::optional<Instant> told)
{
    database_.connection().run("UPDATE mailbox SET alarmed = $1 WHERE name = $2", told, name);
}

bool Mailboxes::lease(const std::string& name, const std::string& owner, Instant now, Instant until)
{
    auto& connection = database_.connection();
    WriteTransaction transaction{connection, Durability::soon};
    const auto changed = connection.run("INSERT INTO mailbox_lease(mailbox, owner, until) VALUES($1, $2, $3) ON CONFLICT(mailbox) DO UPDATE "
                                        "SET owner = excluded.owner, until = excluded.until "
                                        "WHERE mailbox_lease.owner = excluded.owner OR mailbox_lease.until <= $4",
                                        name, owner, until, now);
    transaction.commit();
    return changed > 0;
}

std::optional<Instant> Mailboxes::leased_until(const std::string& name)
{
    std::optional<Instant> until;
    database_.connection().each("SELECT until FROM mailbox_lease WHERE mailbox = $1",
                                [&](Columns& columns) { until = columns.instant(); }, name);
    return until;
}

void Mailboxes::release(const std::string& name, const std::string& owner)
{
    database_.connection().run("DELETE FROM mailbox_lease WHERE mailbox = $1 AND owner = $2", name, owner);
}

void Mailboxes::release_all() { database_.connection().run("DELETE FROM mailbox_lease"); }

void Mailboxes::add_octets(const std::string& name, Instant now, std::uint64_t octets)
{
    auto& connection = database_.connection();
    WriteTransaction transaction{connection, Durability::soon};
    connection.run("INSERT INTO mailbox_day(mailbox, day, octets) VALUES($1, $2, $3) "
                   "ON CONFLICT(mailbox, day) DO UPDATE SET octets = mailbox_day.octets + excluded.octets",
                   name, day_of(now), octets);
    connection.run("DELETE FROM mailbox_day WHERE mailbox = $1 AND day < $2", name, day_of(now) - days_kept);
    transaction.commit();
}

std::uint64_t Mailboxes::octets_on_day(const std::string& name, Instant now)
{
    const auto octets = database_.connection().integer("SELECT octets FROM mailbox_day WHERE mailbox = $1 AND day = $2", name, day_of(now));
    return static_cast<std::uint64_t>(octets.value_or(0));
}

}
