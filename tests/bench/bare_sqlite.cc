#include "tests/bench/bare_sqlite.h"

#include <sqlite3.h>

#include <memory>
#include <random>
#include <stdexcept>

namespace deskhand::bench {

namespace {

std::string words(std::mt19937_64& random, std::size_t octets)
{
    constexpr const char* all[] = {"printer", "password", "reset", "vpn", "laptop", "screen", "network", "please", "cannot", "login",
                                   "error", "email", "access", "request", "urgent", "server", "disk", "the", "is", "my", "not",
                                   "working", "since", "this", "morning", "thanks", "account", "locked", "monitor", "install",
                                   "software", "license"};
    std::string text;
    while (text.size() < octets) text += std::string{all[random() % std::size(all)]} + " ";
    return text;
}

// A prepared statement of the C interface, bound from left to right.
class BareStatement {
public:
    BareStatement(sqlite3* database, const char* sql) : database_{database}
    {
        if (sqlite3_prepare_v3(database, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement_, nullptr) != SQLITE_OK)
            throw std::runtime_error{sqlite3_errmsg(database)};
    }
    ~BareStatement() { sqlite3_finalize(statement_); }
    BareStatement(const BareStatement&) = delete;
    BareStatement& operator=(const BareStatement&) = delete;

    BareStatement& operator<<(std::int64_t value) { sqlite3_bind_int64(statement_, ++place_, value); return *this; }
    BareStatement& operator<<(const std::string& text)
    {
        sqlite3_bind_text(statement_, ++place_, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
        return *this;
    }
    BareStatement& blob(const std::string& bytes)
    {
        sqlite3_bind_blob(statement_, ++place_, bytes.data(), static_cast<int>(bytes.size()), SQLITE_STATIC);
        return *this;
    }
    void run()
    {
        const int result = sqlite3_step(statement_);
        if (result != SQLITE_DONE && result != SQLITE_ROW) throw std::runtime_error{sqlite3_errmsg(database_)};
        sqlite3_reset(statement_);
        place_ = 0;
    }

private:
    sqlite3* database_;
    sqlite3_stmt* statement_ = nullptr;
    int place_ = 0;
};

}

std::vector<BenchMail> bench_mails(std::size_t count)
{
    std::mt19937_64 random{1};
    std::vector<BenchMail> mails;
    for (std::size_t i = 0; i < count; ++i) {
        BenchMail mail;
        mail.subject = words(random, 50);
        mail.from = "user" + std::to_string(random() % 5'000) + "@example.org";
        mail.message_id = std::to_string(random()) + "." + std::to_string(i) + "@mail.example.org";
        mail.body = words(random, 1'200);
        mail.raw = words(random, 6'000);
        mail.payload = words(random, 900);
        mail.queue = "queue" + std::to_string(random() % 12);
        mails.push_back(std::move(mail));
    }
    return mails;
}

void bare_tickets(const std::filesystem::path& file, const std::vector<BenchMail>& mails, int group)
{
    sqlite3* opened = nullptr;
    sqlite3_open(file.c_str(), &opened);
    const std::unique_ptr<sqlite3, int (*)(sqlite3*)> database{opened, sqlite3_close};
    sqlite3_exec(opened, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-16000", nullptr, nullptr, nullptr);
    for (const auto* sql : bare_schema)
        if (sqlite3_exec(opened, sql, nullptr, nullptr, nullptr) != SQLITE_OK) throw std::runtime_error{sqlite3_errmsg(opened)};
    BareStatement begin{opened, "BEGIN IMMEDIATE"}, commit{opened, "COMMIT"}, known{opened, "SELECT ticket FROM message WHERE msgid=?"},
        ticket{opened, "INSERT INTO ticket(subject,requester,queue,status,priority,assignee,created,updated,due) VALUES(?,?,?,0,2,?,?,?,?)"},
        message{opened, "INSERT INTO message(ticket,msgid,sender,sent,body,raw) VALUES(?,?,?,?,?,?)"},
        event{opened, "INSERT INTO event(ticket,kind,actor,at,data) VALUES(?,1,?,?,?)"},
        outbox{opened, "INSERT INTO outbox(ticket,rcpt,next_at,attempts,state,payload) VALUES(?,?,?,0,0,?)"},
        cursor{opened, "UPDATE cursor SET uid=? WHERE mailbox='INBOX'"};
    for (std::size_t i = 0; i < mails.size(); ++i) {
        const auto& mail = mails[i];
        const auto n = static_cast<std::int64_t>(i);
        const auto in_group = i % static_cast<std::size_t>(group);
        if (in_group == 0) begin.run();
        (known << mail.message_id).run();
        (ticket << mail.subject << mail.from << mail.queue << n % 40 << n << n << n + 3600).run();
        const std::int64_t id = sqlite3_last_insert_rowid(opened);
        (message << id << mail.message_id << mail.from << n << mail.body).blob(mail.raw).run();
        for (int k = 0; k < 2; ++k) (event << id << mail.from << n << mail.subject).run();
        (outbox << id << mail.from << n << mail.payload).run();
        (cursor << n).run();
        if (in_group + 1 == static_cast<std::size_t>(group) || i + 1 == mails.size()) commit.run();
    }
}

}
