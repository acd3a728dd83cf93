#include "engine/store/inbox.h"

#include "engine/store/clean_text.h"
#include "engine/store/connection.h"
#include "engine/store/encoding.h"
#include "engine/store/groups.h"
#include "engine/store/names_of_states.h"

#include <unordered_set>

namespace deskhand::engine {

namespace {

constexpr int failures_allowed = 3;
constexpr int most_pieces = 100; // waiting rows that may be the beginning of a mail
constexpr std::int64_t most_octets = 32 << 20; // handed out at once; a single larger mail still is

void forget(Connection& connection, InboxId id)
{
    for (const auto* sql : {"DELETE FROM inbox_uid WHERE inbox = $1", "DELETE FROM inbox_bytes WHERE inbox = $1", "DELETE FROM inbox WHERE id = $1"})
        connection.run(sql, id);
}

std::optional<InboxId> known_place(Connection& connection, const RawMail& mail)
{
    const auto row = connection.integer("SELECT inbox FROM inbox_uid WHERE mailbox = $1 AND generation = $2 AND uid = $3",
                                        mail.mailbox, mail.generation, mail.uid);
    return row ? std::optional{InboxId{*row}} : std::nullopt;
}

Inbox::Journaled journal_content(Connection& connection, const RawMail& mail)
{
    const auto state = mail.quarantine_reason.empty() ? InboxState::waiting : InboxState::quarantined;
    const auto fresh = connection.integer(
        "INSERT INTO inbox(mailbox, uid, content_key, received, internal_date, envelope_recipient, size, state, reason, header_only) "
        "VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT(mailbox, content_key) DO NOTHING RETURNING id",
        mail.mailbox, mail.uid, mail.content_key, mail.received, mail.internal_date, mail.envelope_recipient,
        mail.bytes.size(), name_of(state), mail.quarantine_reason, mail.extent == RawMail::Extent::header_only ? 1 : 0);
    if (!fresh) {
        const auto known = connection.integer("SELECT id FROM inbox WHERE mailbox = $1 AND content_key = $2", mail.mailbox,
                                              mail.content_key);
        return {InboxId{known.value_or(0)}, false};
    }
    connection.run("INSERT INTO inbox_bytes(inbox, bytes) VALUES($1, $2)", *fresh, Octets{mail.bytes});
    return {InboxId{*fresh}, true};
}

Inbox::Journaled journal_one(Connection& connection, const RawMail& mail)
{
    if (!mail.uid.empty())
        if (const auto known = known_place(connection, mail)) return {*known, false};
    const auto journaled = journal_content(connection, mail);
    if (!mail.uid.empty())
        connection.run("INSERT INTO inbox_uid(mailbox, generation, uid, inbox, disposed) VALUES($1, $2, $3, $4, $5)",
                       mail.mailbox, mail.generation, mail.uid, journaled.id, mail.quarantine_reason.empty() ? 0 : 1);
    return journaled;
}

// The state spelled out, so that the partial index of what is not done can serve: SQLite uses it only
// for a query that repeats its condition.
std::string state_is(InboxState state)
{
    return fmt::format("{}state = '{}'", state == InboxState::done ? "" : "state <> 'done' AND ", name_of(state));
}

constexpr std::string_view row_columns =
    "id, mailbox, uid, bytes, received, internal_date, envelope_recipient, state, failures, hold_lifted "
    "FROM inbox JOIN inbox_bytes ON inbox_bytes.inbox = inbox.id";

InboxRow row_in(Columns& columns)
{
    InboxRow row;
    row.id = columns.id<InboxId>();
    row.mailbox = columns.text();
    row.uid = columns.text();
    row.bytes = columns.bytes();
    row.received = columns.instant();
    row.internal_date = columns.maybe_instant();
    row.envelope_recipient = columns.text();
    row.state = inbox_state_named(columns.text());
    row.failures = static_cast<int>(columns.integer());
    row.hold_lifted = columns.flag();
    return row;
}

// Of LIKE, with backslash as its escape; SQLite's lower() knows ASCII only, and so does this.
std::string pattern_holding(const std::string& words)
{
    std::string pattern = "%";
    for (const char c : words) {
        if (c == '%' || c == '_' || c == '\\') pattern += '\\';
        pattern += c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    }
    return pattern + "%";
}

constexpr std::string_view line_columns =
    "id, received, mailbox, sender, subject, kind, outcome, state, ticket, reason, size FROM inbox";

InboxLine line_in(Columns& columns)
{
    InboxLine line;
    line.id = columns.id<InboxId>();
    line.received = columns.instant();
    line.mailbox = columns.text();
    line.from = columns.text();
    line.subject = columns.text();
    line.kind = columns.text();
    line.outcome = columns.text();
    line.state = inbox_state_named(columns.text());
    line.ticket = columns.id<TicketId>();
    line.reason = columns.text();
    line.size = static_cast<std::uint64_t>(columns.integer());
    return line;
}

}

std::vector<Inbox::Journaled> Inbox::journal(std::span<const RawMail> mails)
{
    std::vector<Journaled> journaled;
    journaled.reserve(mails.size());
    database_.transaction([&] {
        for (const auto& mail : mails) journaled.push_back(journal_one(database_.connection(), mail));
    });
    return journaled;
}

Inbox::JournaledWhole Inbox::journal_whole(const RawMail& mail, const std::function<bool(std::string_view, std::string_view)>& beginning)
{
    JournaledWhole journaled;
    auto& connection = database_.connection();
    database_.transaction([&] {
        static const auto sql = fmt::format("SELECT inbox, bytes FROM inbox JOIN inbox_bytes ON inbox_bytes.inbox = inbox.id "
                                            "WHERE {} AND mailbox = $1 AND envelope_recipient = $2 AND size < $3 ORDER BY id DESC LIMIT $4",
                                            state_is(InboxState::waiting));
        connection.each(sql,
                        [&](Columns& columns) {
                            const auto id = columns.id<InboxId>();
                            if (journaled.replaced == InboxId{} && beginning(columns.bytes(), mail.bytes)) journaled.replaced = id;
                        },
                        mail.mailbox, mail.envelope_recipient, mail.bytes.size(), most_pieces);
        if (journaled.replaced != InboxId{}) forget(connection, journaled.replaced);
        static_cast<Journaled&>(journaled) = journal_one(connection, mail);
    });
    return journaled;
}

std::vector<std::string> Inbox::unknown(const std::string& mailbox, const std::string& generation,
                                        std::span<const std::string> uids)
{
    std::unordered_set<std::string> known;
    in_groups(uids, [&](std::span<const std::string> group) {
        Statement find{database_.connection(), fmt::format("SELECT uid FROM inbox_uid WHERE mailbox = $1 AND generation = $2 "
                                                           "AND uid IN ({})", places(3, group.size()))};
        find.bind(mailbox).bind(generation);
        for (const auto& uid : group) find.bind(uid);
        find.each([&](Columns& columns) { known.insert(columns.text()); });
    });
    std::vector<std::string> unknown;
    for (const auto& uid : uids)
        if (!known.contains(is_clean(uid) ? uid : clean_text(uid))) unknown.push_back(uid);
    return unknown;
}

std::vector<std::string> Inbox::undisposed(const std::string& mailbox, const std::string& generation)
{
    std::vector<std::string> uids;
    database_.connection().each("SELECT uid FROM inbox_uid WHERE mailbox = $1 AND generation = $2 AND disposed = 0 "
                                "ORDER BY inbox",
                                [&](Columns& columns) { uids.push_back(columns.text()); }, mailbox, generation);
    return uids;
}

void Inbox::record_disposed(const std::string& mailbox, const std::string& generation, std::span<const std::string> uids)
{
    database_.transaction([&] {
        in_groups(uids, [&](std::span<const std::string> group) {
            Statement mark{database_.connection(), fmt::format("UPDATE inbox_uid SET disposed = 1 WHERE mailbox = $1 AND "
                                                               "generation = $2 AND uid IN ({})", places(3, group.size()))};
            mark.bind(mailbox).bind(generation);
            for (const auto& uid : group) mark.bind(uid);
            mark.run();
        });
    });
}

std::vector<Inbox::Place> Inbox::known(const std::string& mailbox, const std::string& generation)
{
    std::vector<Place> all;
    database_.connection().each("SELECT inbox_uid.uid, disposed, header_only = 1 OR state = 'quarantined' FROM inbox_uid "
                                "JOIN inbox ON inbox.id = inbox_uid.inbox WHERE inbox_uid.mailbox = $1 AND generation = $2",
                                [&](Columns& columns) {
                                    Place place;
                                    place.uid = columns.text();
                                    place.disposed = columns.flag();
                                    place.left_there = columns.flag();
                                    all.push_back(std::move(place));
                                }, mailbox, generation);
    return all;
}

std::vector<InboxRow> Inbox::next(int most)
{
    auto& connection = database_.connection();
    static const auto sizes = fmt::format("SELECT id, size FROM inbox WHERE {} ORDER BY id LIMIT $1", state_is(InboxState::waiting));
    int fitting = 0;
    auto octets_left = most_octets;
    connection.each(sizes,
                    [&](Columns& columns) {
                        columns.integer();
                        octets_left -= columns.integer();
                        if (octets_left >= 0 || fitting == 0) ++fitting;
                    },
                    most);
    std::vector<InboxRow> rows;
    static const auto sql = fmt::format("SELECT {} WHERE {} ORDER BY id LIMIT $1", row_columns, state_is(InboxState::waiting));
    connection.each(sql, [&](Columns& columns) { rows.push_back(row_in(columns)); }, fitting);
    return rows;
}

std::optional<InboxRow> Inbox::find(InboxId id)
{
    std::optional<InboxRow> row;
    static const auto sql = fmt::format("SELECT {} WHERE id = $1", row_columns);
    database_.connection().each(sql, [&](Columns& columns) { row = row_in(columns); }, id);
    return row;
}

InboxState Inbox::record_failure(InboxId id, const std::string& reason)
{
    auto state = InboxState::waiting;
    database_.transaction([&] {
        auto& connection = database_.connection();
        const auto failures = connection.integer("UPDATE inbox SET failures = failures + 1, reason = $1 WHERE id = $2 "
                                                 "AND state = 'waiting' RETURNING failures", reason, id);
        if (failures.value_or(0) < failures_allowed) return;
        connection.run("UPDATE inbox SET state = 'quarantined' WHERE id = $1", id);
        state = InboxState::quarantined;
    });
    return state;
}

bool Inbox::retry(InboxId id)
{
    auto& connection = database_.connection();
    bool found = false;
    database_.transaction([&] {
        const auto header_only = connection.integer("SELECT header_only FROM inbox WHERE id = $1 AND state = 'quarantined'", id);
        found = header_only.has_value();
        if (!found) return;
        if (*header_only == 0) {
            connection.run("UPDATE inbox SET state = 'waiting', failures = 0, reason = '', hold_lifted = 1 WHERE id = $1", id);
            return;
        }
        forget(connection, id);
    });
    return found;
}

std::vector<InboxLine> Inbox::list(InboxState state, int most, InboxId before)
{
    std::vector<InboxLine> lines;
    const auto sql = fmt::format("SELECT {} WHERE {} AND id < $1 ORDER BY id DESC LIMIT $2", line_columns, state_is(state));
    database_.connection().each(sql, [&](Columns& columns) { lines.push_back(line_in(columns)); },
                                before_or_newest(before), most);
    return lines;
}

std::vector<InboxLine> Inbox::received_between(Instant from, Instant to, int most)
{
    std::vector<InboxLine> lines;
    static const auto sql = fmt::format("SELECT {} WHERE received >= $1 AND received < $2 ORDER BY received, id LIMIT $3",
                                        line_columns);
    database_.connection().each(sql, [&](Columns& columns) { lines.push_back(line_in(columns)); }, from, to, most);
    return lines;
}

std::vector<InboxLine> Inbox::matching(const std::string& words, int most)
{
    std::vector<InboxLine> lines;
    database_.connection().each(fmt::format("SELECT {} WHERE uid = $1 OR message_id = $1 OR ($1 <> '' AND lower(subject) LIKE $2 ESCAPE '\\') "
                                            "ORDER BY id DESC LIMIT $3", line_columns),
                                [&](Columns& columns) { lines.push_back(line_in(columns)); }, words, pattern_holding(words), most);
    return lines;
}

std::optional<InboxLine> Inbox::line(InboxId id)
{
    std::optional<InboxLine> found;
    static const auto sql = fmt::format("SELECT {} WHERE id = $1", line_columns);
    database_.connection().each(sql, [&](Columns& columns) { found = line_in(columns); }, id);
    return found;
}

std::vector<Reason> Inbox::reasons(InboxId id)
{
    return reasons_in(database_.connection().text("SELECT reasons FROM inbox WHERE id = $1", id).value_or("[]"));
}

std::vector<std::string> Inbox::shape(InboxId id)
{
    return list_in(database_.connection().text("SELECT shape FROM inbox WHERE id = $1", id).value_or("[]"));
}

std::int64_t Inbox::count(InboxState state)
{
    auto& connection = database_.connection();
    if (state == InboxState::done) return counter(connection, "inbox done");
    return connection.integer(fmt::format("SELECT count(*) FROM inbox WHERE {}", state_is(state))).value_or(0);
}

}
