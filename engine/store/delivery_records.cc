// What became of mails, written down: verdicts, attempts with verbatim answers, the tickets' histories.
#include "engine/store/groups.h"
#include "engine/store/outbox.h"
#include "engine/store/outbox_rows.h"
#include "engine/store/person_rows.h"
#include "engine/store/ticket_rows.h"

#include <algorithm>

namespace deskhand::engine {

namespace {

struct VerdictName {
    std::string_view operator()(const Delivered&) const { return "delivered"; }
    std::string_view operator()(const RetryAt&) const { return "retry"; }
    std::string_view operator()(const GiveUp&) const { return "give up"; }
    std::string_view operator()(const HoldUncertain&) const { return "hold"; }
};

void add_attempts(Connection& connection, std::span<const DeliveryRecord> records, Instant now)
{
    in_groups(records, [&](std::span<const DeliveryRecord> group) {
        std::string sql = "INSERT INTO outbox_attempt(outbox, number, at, verdict, answer) ";
        std::size_t next = 2; // $1 is the time
        for (std::size_t i = 0; i < group.size(); ++i, next += 3)
            sql += fmt::format("{}SELECT id, attempts + 1, $1, ${}, ${} FROM outbox WHERE id = ${}", i == 0 ? "" : " UNION ALL ", next,
                               next + 1, next + 2);
        Statement add{connection, sql};
        add.bind(now);
        for (const auto& record : group) add.bind(std::visit(VerdictName{}, record.verdict)).bind(record.answer).bind(record.id);
        add.run();
    });
}

// The common end, many rows at a time. Returns how many there were.
std::size_t close_delivered(Connection& connection, std::span<const OutboxId> ids)
{
    std::size_t closed = 0;
    in_groups(ids, [&](std::span<const OutboxId> group) {
        Statement close{connection, fmt::format("UPDATE outbox SET state = 'delivered', attempts = attempts + 1, epoch = '' "
                                                "WHERE state IN ('leased', 'dotted') AND id IN ({})", places(1, group.size()))};
        for (const auto id : group) close.bind(id);
        closed += close.run();
    });
    if (closed > 0) add_to_counter(connection, "outbox delivered", static_cast<std::int64_t>(closed));
    return closed;
}

struct Ending {
    OutboxState state = OutboxState::ready;
    std::optional<Instant> due;
};

struct EndingOf {
    Ending operator()(const Delivered&) const { return {OutboxState::delivered, {}}; }
    Ending operator()(const RetryAt& retry) const { return {OutboxState::ready, retry.when}; }
    Ending operator()(const GiveUp&) const { return {OutboxState::given_up, {}}; }
    Ending operator()(const HoldUncertain&) const { return {OutboxState::held, {}}; }
};

void close_one(Connection& connection, const DeliveryRecord& record)
{
    const auto ending = std::visit(EndingOf{}, record.verdict);
    const auto closed = connection.run("UPDATE outbox SET state = $1, due = coalesce($2, due), attempts = attempts + 1, epoch = '', "
                                       "uncertain = CASE WHEN $3 = 1 THEN 1 ELSE uncertain END "
                                       "WHERE id = $4 AND state IN ('leased', 'dotted')",
                                       name_of(ending.state), ending.due, record.uncertain ? 1 : 0, record.id);
    if (closed > 0 && ending.state == OutboxState::delivered) add_to_counter(connection, "outbox delivered", 1);
}

std::string story_of(const OutboxRow& row, const DeliveryRecord& record)
{
    const auto mail = fmt::format("{} to {} (outgoing {}, <{}>)", name_of(row.purpose), row.recipient, number(row.id), row.message_id);
    if (const auto* given_up = std::get_if<GiveUp>(&record.verdict))
        return fmt::format("{} was given up: {}{}", mail, given_up->reason, record.answer.empty() ? "" : "; last answer: " + record.answer);
    return fmt::format("{} may already have been delivered ({}); {}", mail, record.answer.empty() ? "no answer" : record.answer,
                       std::holds_alternative<HoldUncertain>(record.verdict) ? "held for a person" : "sent again with the same Message-ID");
}

void tell_ticket(Connection& connection, const OutboxRow& row, const DeliveryRecord& record, Instant now)
{
    const bool given_up = std::holds_alternative<GiveUp>(record.verdict);
    if ((!given_up && !record.uncertain) || number(row.ticket) == 0) return;
    insert_event(connection, {.id = {}, .ticket = row.ticket, .at = now,
                              .kind = given_up ? EventKind::undelivered : EventKind::uncertain, .actor = "deskhand",
                              .text = story_of(row, record), .mail = {}});
}

std::optional<OutboxRow> row_of(Connection& connection, OutboxId id)
{
    static const auto sql = fmt::format("SELECT {} FROM outbox WHERE id = $1", outbox_columns);
    std::optional<OutboxRow> row;
    connection.each(sql, [&](Columns& columns) { row = outbox_in(columns); }, id);
    return row;
}

bool is_plain_delivery(const DeliveryRecord& record)
{
    return std::holds_alternative<Delivered>(record.verdict) && !record.uncertain && record.suppress.empty();
}

void record_all(Connection& connection, std::span<const DeliveryRecord> records, Instant now)
{
    add_attempts(connection, records, now);
    std::vector<OutboxId> delivered;
    for (const auto& record : records) {
        if (is_plain_delivery(record)) {
            delivered.push_back(record.id);
            continue;
        }
        const auto row = row_of(connection, record.id);
        close_one(connection, record);
        if (!row) continue;
        tell_ticket(connection, *row, record, now);
        if (!record.suppress.empty()) suppress(connection, row->recipient, record.suppress, now);
    }
    close_delivered(connection, delivered);
}

}

void Outbox::record(std::span<const DeliveryRecord> records, Instant now)
{
    const bool plain = std::all_of(records.begin(), records.end(), is_plain_delivery);
    WriteTransaction open{database_.connection(), plain ? Durability::soon : Durability::now};
    record_all(database_.connection(), records, now);
    open.commit();
    std::erase_if(on_hand_, [&](OutboxId id) {
        return std::any_of(records.begin(), records.end(), [&](const auto& record) { return record.id == id; });
    });
}

int Outbox::recover(const std::string& epoch, Instant now, const std::function<Verdict(const OutboxRow&)>& verdict_for)
{
    auto& connection = database_.connection();
    int uncertain = 0;
    database_.transaction([&] {
        connection.run(fmt::format("UPDATE outbox SET state = 'ready', epoch = '' WHERE {} AND epoch <> $1", state_is(OutboxState::leased)), epoch);
        std::vector<OutboxRow> dotted;
        connection.each(fmt::format("SELECT {} FROM outbox WHERE {} AND epoch <> $1 ORDER BY id", outbox_columns, state_is(OutboxState::dotted)),
                        [&](Columns& columns) { dotted.push_back(outbox_in(columns)); }, epoch);
        std::vector<DeliveryRecord> records;
        for (const auto& row : dotted)
            records.push_back({.id = row.id, .answer = "the program stopped before the answer came", .verdict = verdict_for(row),
                               .uncertain = true, .suppress = {}});
        record_all(connection, records, now);
        uncertain = static_cast<int>(dotted.size());
    });
    return uncertain;
}

}
