// A realistic ticket transaction in bare SQLite, as the measure for our own layer.
#pragma once
#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace deskhand::bench {

struct BenchMail {
    std::string subject, from, message_id, body, raw, payload, queue;
};

// The same mails for the same number: 1.2 KB of words, 6 KB of octets, 0.9 KB of answer.
std::vector<BenchMail> bench_mails(std::size_t count);

inline constexpr const char* bare_schema[] = {
    "CREATE TABLE ticket(id INTEGER PRIMARY KEY, subject TEXT NOT NULL, requester TEXT NOT NULL, queue TEXT NOT NULL, status INTEGER NOT NULL, "
    "priority INTEGER NOT NULL, assignee INTEGER, created INTEGER NOT NULL, updated INTEGER NOT NULL, due INTEGER, dedup_key TEXT)",
    "CREATE INDEX ticket_q ON ticket(queue, status, updated)",
    "CREATE INDEX ticket_r ON ticket(requester, updated)",
    "CREATE INDEX ticket_a ON ticket(assignee, status, updated)",
    "CREATE INDEX ticket_due ON ticket(due) WHERE status < 3 AND due IS NOT NULL",
    "CREATE UNIQUE INDEX ticket_d ON ticket(dedup_key) WHERE dedup_key IS NOT NULL AND status < 3",
    "CREATE TABLE message(id INTEGER PRIMARY KEY, ticket INTEGER NOT NULL REFERENCES ticket(id), msgid TEXT NOT NULL UNIQUE, sender TEXT NOT NULL, "
    "sent INTEGER, body TEXT NOT NULL, raw BLOB)",
    "CREATE INDEX message_t ON message(ticket)",
    "CREATE TABLE event(id INTEGER PRIMARY KEY, ticket INTEGER NOT NULL, kind INTEGER NOT NULL, actor TEXT, at INTEGER NOT NULL, data TEXT)",
    "CREATE INDEX event_t ON event(ticket)",
    "CREATE TABLE outbox(id INTEGER PRIMARY KEY, ticket INTEGER, rcpt TEXT NOT NULL, next_at INTEGER NOT NULL, attempts INTEGER NOT NULL, "
    "state INTEGER NOT NULL, payload TEXT NOT NULL)",
    "CREATE INDEX outbox_n ON outbox(state, next_at)",
    "CREATE TABLE cursor(mailbox TEXT PRIMARY KEY, uidvalidity INTEGER, uid INTEGER)",
    "INSERT INTO cursor VALUES('INBOX', 1, 0)"};

// Writes them all with `group` mails a commit, WAL and synchronous=FULL.
void bare_tickets(const std::filesystem::path& file, const std::vector<BenchMail>& mails, int group);

}
