#include "engine/store/outbox.h"

#include "engine/core/folded.h"
#include "engine/store/groups.h"
#include "engine/store/outbox_rows.h"

#include <algorithm>
#include <unordered_map>

namespace deskhand::engine {

namespace {

constexpr std::int64_t most_octets = 32 << 20; // leased at once; a single larger mail still goes

struct Due {
    OutboxId id{};
    std::int64_t octets = 0;
};

std::vector<Due> due_rows(Connection& connection, int urgency, Instant now, int most)
{
    std::vector<Due> due;
    const auto sql = "SELECT id, length(bytes) FROM outbox JOIN outbox_bytes ON outbox_bytes.outbox = outbox.id "
                     "WHERE state = 'ready' AND urgency = $1 AND due <= $2 ORDER BY due, id LIMIT $3" +
                     std::string{skip_taken_rows(connection.dialect)};
    const auto take = [&](Columns& columns) {
        const auto id = columns.id<OutboxId>();
        due.push_back({id, columns.integer()});
    };
    connection.each(sql, take, urgency, now, most);
    return due;
}

// What is due, most urgent first, up to the bounds of one lease.
std::vector<OutboxId> next_rows(Connection& connection, Instant now, int most)
{
    std::vector<OutboxId> ids;
    auto octets_left = most_octets;
    for (int urgency = 0; urgency <= least_urgent; ++urgency)
        for (const auto& due : due_rows(connection, urgency, now, most - static_cast<int>(ids.size()))) {
            octets_left -= due.octets;
            if (octets_left < 0 && !ids.empty()) return ids;
            ids.push_back(due.id);
        }
    return ids;
}

void take(Connection& connection, const std::string& epoch, std::span<const OutboxId> ids)
{
    in_groups(ids, [&](std::span<const OutboxId> group) {
        Statement take{connection, fmt::format("UPDATE outbox SET state = 'leased', epoch = $1 WHERE id IN ({})", places(2, group.size()))};
        take.bind(epoch);
        for (const auto id : group) take.bind(id);
        take.run();
    });
}

// The rows with their octets, in the order of `ids`.
std::vector<OutboxRow> rows_of(Connection& connection, std::span<const OutboxId> ids)
{
    std::unordered_map<std::int64_t, std::size_t> place;
    for (std::size_t i = 0; i < ids.size(); ++i) place[number(ids[i])] = i;
    std::vector<OutboxRow> rows(ids.size());
    in_groups(ids, [&](std::span<const OutboxId> group) {
        Statement read{connection, fmt::format("SELECT {}, bytes FROM outbox JOIN outbox_bytes ON outbox_bytes.outbox = outbox.id "
                                               "WHERE outbox.id IN ({})", outbox_columns, places(1, group.size()))};
        for (const auto id : group) read.bind(id);
        read.each([&](Columns& columns) {
            auto row = outbox_in(columns);
            row.bytes = columns.bytes();
            rows[place.at(number(row.id))] = std::move(row);
        });
    });
    return rows;
}

std::optional<SentMail> sent_mail(Connection& connection, std::string_view where, const std::string& key, Instant since)
{
    std::optional<SentMail> sent;
    connection.each(fmt::format("SELECT id, ticket, recipient, purpose FROM outbox WHERE {} = $1 AND queued >= $2 "
                                "ORDER BY queued DESC, id DESC LIMIT 1", where),
                    [&](Columns& columns) {
                        sent = SentMail{};
                        sent->id = columns.id<OutboxId>();
                        sent->ticket = columns.id<TicketId>();
                        sent->recipient = columns.text();
                        sent->purpose = columns.text();
                    },
                    key, since);
    return sent;
}

}

std::vector<OutboxRow> Outbox::lease(const std::string& epoch, Instant now, int most)
{
    auto& connection = database_.connection();
    if (!on_hand_.empty()) give_back(std::vector{on_hand_});
    const auto due = next_due();
    if (!due || *due > now) return {}; // no write lock for nothing
    // A lease forgotten in a power cut is a row still ready; nothing has been sent.
    WriteTransaction open{connection, Durability::soon};
    auto ids = next_rows(connection, now, most);
    take(connection, epoch, ids);
    auto rows = rows_of(connection, ids);
    open.commit();
    epoch_ = epoch;
    on_hand_ = std::move(ids);
    return rows;
}

void Outbox::mark_dotted(std::span<const OutboxId> ids)
{
    database_.transaction([&] {
        std::size_t marked = 0;
        in_groups(ids, [&](std::span<const OutboxId> group) {
            Statement mark{database_.connection(), fmt::format("UPDATE outbox SET state = 'dotted' WHERE state = 'leased' AND epoch = $1 "
                                                               "AND id IN ({})", places(2, group.size()))};
            mark.bind(epoch_);
            for (const auto id : group) mark.bind(id);
            marked += mark.run();
        });
        if (marked != ids.size())
            throw StoreError{fmt::format("{} of {} mails about to be sent are no longer leased: another engine recovered them. "
                                         "Nothing of this group was sent.", ids.size() - marked, ids.size())};
    });
}

void Outbox::give_back(std::span<const OutboxId> ids)
{
    database_.transaction([&] {
        in_groups(ids, [&](std::span<const OutboxId> group) {
            Statement give{database_.connection(), fmt::format("UPDATE outbox SET state = 'ready', epoch = '' WHERE state = 'leased' "
                                                               "AND epoch = $1 AND id IN ({})", places(2, group.size()))};
            give.bind(epoch_);
            for (const auto id : group) give.bind(id);
            give.run();
        });
    });
    std::erase_if(on_hand_, [&](OutboxId id) { return std::find(ids.begin(), ids.end(), id) != ids.end(); });
}

std::optional<Instant> Outbox::next_due()
{
    std::optional<Instant> earliest;
    for (int urgency = 0; urgency <= least_urgent; ++urgency) {
        const auto due = database_.connection().integer("SELECT min(due) FROM outbox WHERE state = 'ready' AND urgency = $1", urgency);
        if (!due) continue;
        const Instant at{std::chrono::microseconds{*due}};
        if (!earliest || at < *earliest) earliest = at;
    }
    return earliest;
}

std::optional<OutboxRow> Outbox::find(OutboxId id)
{
    static const auto sql = fmt::format("SELECT {}, bytes FROM outbox JOIN outbox_bytes ON outbox_bytes.outbox = outbox.id "
                                        "WHERE outbox.id = $1", outbox_columns);
    std::optional<OutboxRow> row;
    database_.connection().each(sql,
                                [&](Columns& columns) {
                                    row = outbox_in(columns);
                                    row->bytes = columns.bytes();
                                },
                                id);
    return row;
}

std::optional<SentMail> Outbox::with_message_id(const std::string& message_id)
{
    return sent_mail(database_.connection(), "message_id", message_id, Instant{});
}

std::optional<SentMail> Outbox::latest_to(const std::string& recipient, Instant since)
{
    return sent_mail(database_.connection(), "correspondent", folded(recipient), since);
}

std::vector<OutboxRow> Outbox::list(std::optional<OutboxState> state, int most, OutboxId before)
{
    const auto condition = state ? state_is(*state) + " AND " : std::string{};
    const auto sql = fmt::format("SELECT {} FROM outbox WHERE {}id < $1 ORDER BY id DESC LIMIT $2", outbox_columns, condition);
    std::vector<OutboxRow> rows;
    database_.connection().each(sql, [&](Columns& columns) { rows.push_back(outbox_in(columns)); }, before_or_newest(before), most);
    return rows;
}

std::int64_t Outbox::count(OutboxState state)
{
    auto& connection = database_.connection();
    if (state == OutboxState::delivered) return counter(connection, "outbox delivered");
    return connection.integer(fmt::format("SELECT count(*) FROM outbox WHERE {}", state_is(state))).value_or(0);
}

bool Outbox::retry_now(OutboxId id, Instant now)
{
    return database_.connection().run("UPDATE outbox SET state = 'ready', due = $1 WHERE id = $2 "
                                      "AND state IN ('ready', 'held', 'given up', 'dropped')", now, id) > 0;
}

bool Outbox::hold(OutboxId id)
{
    return database_.connection().run("UPDATE outbox SET state = 'held' WHERE id = $1 AND state = 'ready'", id) > 0;
}

bool Outbox::release(OutboxId id, Instant now)
{
    return database_.connection().run("UPDATE outbox SET state = 'ready', due = $1 WHERE id = $2 AND state = 'held'", now, id) > 0;
}

int Outbox::release_uncertain(Instant now)
{
    return static_cast<int>(
        database_.connection().run("UPDATE outbox SET state = 'ready', due = $1 WHERE state = 'held' AND uncertain = 1", now));
}

bool Outbox::drop(OutboxId id)
{
    return database_.connection().run("UPDATE outbox SET state = 'dropped' WHERE id = $1 "
                                      "AND state IN ('ready', 'held', 'given up')", id) > 0;
}

}
