#include "engine/store/connection.h"

#include "engine/store/store_fault.h"

#include <Poco/Data/SQLite/Connector.h>
#include <Poco/Exception.h>
#include <fmt/format.h>

#include <mutex>

namespace deskhand::engine {

namespace {

Poco::Data::Session open(const std::filesystem::path& file)
{
    static std::once_flag registered;
    std::call_once(registered, [] { Poco::Data::SQLite::Connector::registerConnector(); });
    check_openable(file);
    // An absolute path, since a name like "file:x" would be read as an address. The library repeats
    // a failing open until its login timeout, which is 60 s unless it is told otherwise.
    constexpr std::size_t login_timeout_seconds = 1;
    try {
        return {"SQLite", std::filesystem::absolute(file).string(), login_timeout_seconds};
    } catch (const Poco::Exception& fault) {
        throw store_fault(file, "open it", fault);
    }
}

}

Connection::Connection(const std::filesystem::path& database_file, const DatabaseOptions& options)
    : file{database_file}, session_{open(database_file)}
{
    run(fmt::format("PRAGMA busy_timeout={}", options.patience.count()));
    const auto mode = text("PRAGMA journal_mode=WAL");
    if (mode != "wal")
        throw StoreError{fmt::format("cannot use the database {}: its file system does not support write-ahead "
                                     "logging. Put it on a local disk.", file.string())};
    run(durability_sql(dialect, Durability::now));
    run("PRAGMA foreign_keys=ON");
    run("PRAGMA cache_size=-16000"); // KiB, the most a session keeps in memory
    run("PRAGMA mmap_size=0");
    run("PRAGMA temp_store=MEMORY");
    // A longer log before it is moved into the file: pages that many mails touch are moved once (10 %).
    run("PRAGMA wal_autocheckpoint=4000");     // pages of 4 KiB
    run("PRAGMA journal_size_limit=67108864"); // a log that once grew large does not stay so
    run("PRAGMA secure_delete=FAST"); // deleted words are overwritten where that costs no further page
}

Connection::~Connection()
{
    statements_.clear(); // before the session they belong to
}

void Connection::commit_durably(Durability durability)
{
    if (durability == durability_) return;
    run(durability_sql(dialect, durability));
    durability_ = durability;
}

Prepared& Connection::prepared(std::string_view sql)
{
    if (const auto known = statements_.find(sql); known != statements_.end()) return *known->second->second;
    auto entry = std::make_unique<std::pair<std::string, std::unique_ptr<Prepared>>>(
        std::string{sql}, std::make_unique<Prepared>(session_, sql));
    const std::string_view key = entry->first;
    return *statements_.emplace(key, std::move(entry)).first->second->second;
}

std::size_t Connection::execute(std::string_view sql, Prepared& statement,
                                const std::function<void(Columns&)>& row)
{
    if (statement.writes()) {
        if (before_write) before_write(sql);
        ++writes;
    } else if (before_read) {
        before_read(sql);
    }
    try {
        return statement.run(row);
    } catch (const Poco::Exception& fault) {
        // The library cannot use a statement again after it threw.
        auto error = store_fault(file, what_it_does(sql), fault);
        statements_.erase(statements_.find(sql));
        throw error;
    } catch (...) { // thrown by `row`
        statements_.erase(statements_.find(sql));
        throw;
    }
}

WriteTransaction::WriteTransaction(Connection& connection, Durability durability)
    : connection_{connection}, writes_before_{connection.writes}
{
    if (connection_.depth == 0) {
        connection_.commit_durably(durability);
        connection_.run(begin_write(connection_.dialect));
        connection_.doomed = false;
    }
    ++connection_.depth;
}

WriteTransaction::~WriteTransaction()
{
    if (!open_) return;
    if (--connection_.depth > 0) {
        // Half of a part may have been written: whoever swallows the exception must not commit that.
        if (connection_.writes != writes_before_) connection_.doomed = true;
        return;
    }
    try {
        connection_.run("ROLLBACK");
        connection_.commit_durably(Durability::now);
    } catch (const StoreError&) {
        // SQLite has rolled back by itself, as it does when the disk is full.
    }
}

void WriteTransaction::commit()
{
    if (connection_.depth == 1) {
        if (connection_.doomed)
            throw StoreError{fmt::format("cannot commit to the database {}: a part of the work failed half-way. "
                                         "All of it was undone and can be tried again.",
                                         connection_.file.string())};
        connection_.run("COMMIT");
    }
    open_ = false;
    if (--connection_.depth == 0) connection_.commit_durably(Durability::now);
}

ReadTransaction::ReadTransaction(Connection& connection) : connection_{connection}, own_{connection.depth == 0}
{
    if (own_) connection_.run("BEGIN");
    ++connection_.depth;
}

ReadTransaction::~ReadTransaction()
{
    --connection_.depth;
    if (!own_) return;
    try {
        connection_.run("COMMIT");
    } catch (const StoreError&) {
        // nothing was written; the next statement will tell
    }
}

}
