// The database file, its schema and its transactions; SQL and its library stay behind this door.
#pragma once
#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>

namespace deskhand::engine {

// The database could not do what was asked: locked beyond patience, disk full, damaged, wrong
// version. The message says what was tried and what to do. Work in hand is rolled back.
struct StoreError : std::runtime_error {
    using runtime_error::runtime_error;
};

// What the SQL differs in.
enum class Dialect { sqlite, postgresql };

struct DatabaseOptions {
    // How long a write waits for another one to finish before it is given up, > 0.
    std::chrono::milliseconds patience{10'000};
};

struct Connection; // the session and its cached statements; defined inside the room

// One session. A thread uses its own Database; sessions on one file may work at the same time.
class Database {
public:
    // Opens or creates the file (WAL, synchronous=FULL, foreign keys) and brings the schema up to
    // date. Throws StoreError when the folder is missing, the file is no database, damaged, or was
    // written by a newer program.
    explicit Database(const std::filesystem::path& file, const DatabaseOptions& options = {});
    ~Database();
    Database(Database&&) noexcept;

    // Runs `work` in one write transaction and commits durably; any exception rolls back and goes
    // on. A call inside `work` joins the transaction already open.
    void transaction(const std::function<void()>& work);

    // Number of the newest migration applied.
    int schema_version();

    // Whole-file check (SQLite: quick_check); empty = sound.
    std::string damage();

    Connection& connection() { return *connection_; }

private:
    std::unique_ptr<Connection> connection_;
};

}
