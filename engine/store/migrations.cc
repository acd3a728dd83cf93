#include "engine/store/migrations.h"

#include <fmt/format.h>

#include <iterator>
#include <span>
#include <string>
#include <vector>

namespace deskhand::engine {

namespace {

// The journal of incoming mail. The octets stand apart, so that lists and state changes stay small.
constexpr const char* journal[] = {
    "CREATE TABLE inbox(id {id}, mailbox TEXT NOT NULL, uid TEXT NOT NULL, content_key TEXT NOT NULL, "
    "received {integer} NOT NULL, internal_date {integer}, envelope_recipient TEXT NOT NULL, size {integer} NOT NULL, "
    "state TEXT NOT NULL, failures {integer} NOT NULL DEFAULT 0, sender TEXT NOT NULL DEFAULT '', "
    "subject TEXT NOT NULL DEFAULT '', kind TEXT NOT NULL DEFAULT '', message_id TEXT NOT NULL DEFAULT '', "
    "outcome TEXT NOT NULL DEFAULT '', ticket {integer}, reason TEXT NOT NULL DEFAULT '', "
    "reasons TEXT NOT NULL DEFAULT '[]', shape TEXT NOT NULL DEFAULT '[]', header_only {integer} NOT NULL DEFAULT 0, "
    "hold_lifted {integer} NOT NULL DEFAULT 0, UNIQUE(mailbox, content_key))",
    "CREATE INDEX inbox_undone ON inbox(state, id) WHERE state <> 'done'",
    "CREATE INDEX inbox_received ON inbox(received, id)",
    "CREATE TABLE inbox_bytes(inbox {integer} PRIMARY KEY REFERENCES inbox(id), bytes {blob} NOT NULL)",
    // Where a mail was seen on its server; a known content under a new uid is a further row.
    "CREATE TABLE inbox_uid(mailbox TEXT NOT NULL, generation TEXT NOT NULL, uid TEXT NOT NULL, "
    "inbox {integer} NOT NULL REFERENCES inbox(id), disposed {integer} NOT NULL DEFAULT 0, "
    "PRIMARY KEY(mailbox, generation, uid)) {compact}",
    "CREATE INDEX inbox_undisposed ON inbox_uid(mailbox, generation, inbox) WHERE disposed = 0",
};

constexpr const char* tickets[] = {
    "CREATE TABLE ticket(id {integer} PRIMARY KEY, subject TEXT NOT NULL, requester TEXT NOT NULL, "
    "requester_name TEXT NOT NULL, queue TEXT NOT NULL, assignee TEXT NOT NULL, status TEXT NOT NULL, "
    "priority TEXT NOT NULL, tags TEXT NOT NULL, fields TEXT NOT NULL, participants TEXT NOT NULL, "
    "merged_into {integer} REFERENCES ticket(id), created {integer} NOT NULL, updated {integer} NOT NULL, "
    "version {integer} NOT NULL)",
    // Lists take the newest of each wanted status from one of these and merge them.
    "CREATE INDEX ticket_status ON ticket(status, id)",
    "CREATE INDEX ticket_queue ON ticket(queue, status, id)",
    "CREATE INDEX ticket_assignee ON ticket(assignee, status, id, queue)",
    "CREATE INDEX ticket_requester ON ticket(requester, status, id)",
    "CREATE TABLE ticket_event(id {id}, ticket {integer} NOT NULL REFERENCES ticket(id), place {integer} NOT NULL, "
    "at {integer} NOT NULL, kind TEXT NOT NULL, actor TEXT NOT NULL, text TEXT NOT NULL, words TEXT, "
    "mail {integer})",
    "CREATE UNIQUE INDEX ticket_event_place ON ticket_event(ticket, place)",
    "CREATE TABLE ticket_message_id(id {id}, message_id TEXT NOT NULL UNIQUE, "
    "ticket {integer} NOT NULL REFERENCES ticket(id))",
    "CREATE INDEX ticket_message_id_ticket ON ticket_message_id(ticket, id)",
    "CREATE TABLE ticket_suggestion(ticket {integer} PRIMARY KEY REFERENCES ticket(id), text TEXT NOT NULL)",
};

constexpr const char* people[] = {
    "CREATE TABLE person(id {id}, address TEXT NOT NULL UNIQUE, name TEXT NOT NULL, first_seen {integer} NOT NULL, "
    "last_seen {integer} NOT NULL, mails {integer} NOT NULL)", // mails they wrote to us
    "CREATE TABLE suppression(address TEXT PRIMARY KEY, reason TEXT NOT NULL, since {integer} NOT NULL) {compact}",
};

constexpr const char* outbox[] = {
    // How much automatic mail was queued, a row a minute: what the breaker adds up for every mail.
    "CREATE TABLE automatic_minute(minute {integer} PRIMARY KEY, mails {integer} NOT NULL)",
    "CREATE TABLE outbox(id {id}, ticket {integer} REFERENCES ticket(id), purpose TEXT NOT NULL, "
    "urgency {integer} NOT NULL, automatic {integer} NOT NULL, by_itself {integer} NOT NULL, "
    "recipient TEXT NOT NULL, correspondent TEXT NOT NULL, " // the same in lower case
    "envelope_sender TEXT NOT NULL, message_id TEXT NOT NULL, subject TEXT NOT NULL, state TEXT NOT NULL, "
    "epoch TEXT NOT NULL DEFAULT '', attempts {integer} NOT NULL DEFAULT 0, queued {integer} NOT NULL, "
    "due {integer} NOT NULL, uncertain {integer} NOT NULL DEFAULT 0)",
    "CREATE INDEX outbox_due ON outbox(urgency, due, id) WHERE state = 'ready'",
    "CREATE INDEX outbox_undelivered ON outbox(state, id) WHERE state <> 'delivered'",
    "CREATE INDEX outbox_message_id ON outbox(message_id)",
    "CREATE INDEX outbox_correspondent ON outbox(correspondent, queued, by_itself, purpose)",
    "CREATE INDEX outbox_by_itself ON outbox(ticket, queued) WHERE by_itself = 1",
    "CREATE TABLE outbox_bytes(outbox {integer} PRIMARY KEY REFERENCES outbox(id), bytes {blob} NOT NULL)",
    "CREATE TABLE outbox_attempt(outbox {integer} NOT NULL REFERENCES outbox(id), number {integer} NOT NULL, "
    "at {integer} NOT NULL, verdict TEXT NOT NULL, answer TEXT NOT NULL, PRIMARY KEY(outbox, number)) {compact}",
};

constexpr const char* rest[] = {
    "CREATE TABLE timer(id {id}, kind TEXT NOT NULL, ticket {integer} NOT NULL, due {integer} NOT NULL, "
    "UNIQUE(kind, ticket))",
    "CREATE INDEX timer_due ON timer(due, id)",
    // Numbers that would cost a walk over a whole table.
    "CREATE TABLE counter(name TEXT PRIMARY KEY, value {integer} NOT NULL) {compact}",
};

// What ties a mail that came in to others where ids are missing.
constexpr const char* thread_marks[] = {
    "CREATE TABLE thread_mark(id {id}, ticket {integer} NOT NULL REFERENCES ticket(id), mail {integer}, "
    "subject TEXT NOT NULL, thread_index TEXT NOT NULL)",
    "CREATE INDEX thread_mark_subject ON thread_mark(subject, id)",
    "CREATE INDEX thread_mark_index ON thread_mark(thread_index, id) WHERE thread_index <> ''",
    "CREATE INDEX thread_mark_mail ON thread_mark(mail)",
};

// How each mailbox fares, and which engine looks after it.
constexpr const char* mailboxes[] = {
    "CREATE TABLE mailbox(name TEXT PRIMARY KEY, state TEXT NOT NULL, since {integer} NOT NULL, succeeded {integer}, "
    "error TEXT NOT NULL DEFAULT '', failed {integer}, failures {integer} NOT NULL DEFAULT 0, retry {integer}, "
    "generation TEXT NOT NULL DEFAULT '', listed {integer} NOT NULL DEFAULT 0, missing {integer} NOT NULL DEFAULT 0, "
    "behind_since {integer}, compared {integer}, differences TEXT NOT NULL DEFAULT '[]', alarmed {integer}) {compact}",
    "CREATE TABLE mailbox_lease(mailbox TEXT PRIMARY KEY, owner TEXT NOT NULL, until {integer} NOT NULL) {compact}",
    "CREATE TABLE mailbox_day(mailbox TEXT NOT NULL, day {integer} NOT NULL, octets {integer} NOT NULL, "
    "PRIMARY KEY(mailbox, day)) {compact}",
};

using Statements = std::vector<std::string>;

void append(Statements& all, Dialect dialect, std::span<const char* const> statements)
{
    for (const auto* sql : statements) all.push_back(schema_sql(dialect, sql));
}

void append(Statements& all, const Statements& more) { all.insert(all.end(), more.begin(), more.end()); }

struct Migration {
    int number;
    Statements (*statements)(Dialect);
};

// A step that has been released is never edited; what is to change becomes a new step.
constexpr Migration migrations[] = {
    {1, [](Dialect dialect) {
         Statements all;
         append(all, dialect, journal);
         append(all, dialect, tickets);
         append(all, append_only(dialect, "ticket_event"));
         append(all, dialect, people);
         append(all, dialect, outbox);
         append(all, dialect, rest);
         return all;
     }},
    {2, full_text_table},
    {3, [](Dialect dialect) {
         Statements all;
         append(all, dialect, thread_marks);
         return all;
     }},
    {4, [](Dialect dialect) {
         Statements all;
         append(all, dialect, mailboxes);
         return all;
     }},
};

}

Statements statements_of(Dialect dialect, int number)
{
    for (const auto& step : migrations)
        if (step.number == number) return step.statements(dialect);
    return {};
}

int newest_schema() { return std::end(migrations)[-1].number; }

int applied_schema(Connection& connection)
{
    return static_cast<int>(connection.integer("SELECT max(number) FROM schema_version").value_or(0));
}

void migrate(Connection& connection, int target)
{
    connection.run(schema_sql(connection.dialect, "CREATE TABLE IF NOT EXISTS schema_version("
                                                  "number {integer} PRIMARY KEY, applied {integer} NOT NULL)"));
    const int found = applied_schema(connection);
    if (found > newest_schema())
        throw StoreError{fmt::format("cannot use the database {}: its schema is number {}, this program knows up to {}. "
                                     "Install the newer program again, or restore the backup made before the change.",
                                     connection.file.string(), found, newest_schema())};
    for (const auto& step : migrations) {
        if (step.number > target) break;
        if (step.number <= found) continue;
        WriteTransaction open{connection};
        if (applied_schema(connection) < step.number) { // another engine may have been faster
            for (const auto& sql : step.statements(connection.dialect)) connection.run(sql);
            const auto now = std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
            connection.run("INSERT INTO schema_version(number, applied) VALUES($1, $2)", step.number, Instant{now});
        }
        open.commit();
    }
}

}
