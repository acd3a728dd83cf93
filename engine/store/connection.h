// A database session with statements that stay prepared; the only place that knows the SQL library.
#pragma once
#include "engine/core/instant.h"
#include "engine/store/database.h"
#include "engine/store/dialect.h"

#include <Poco/Data/AbstractExtractor.h>
#include <Poco/Data/Session.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <utility>

namespace deskhand::engine {

// Octets that are stored as they are; everything else that is text is repaired to UTF-8 first.
struct Octets {
    std::string_view bytes;
};

// The columns of the row at hand, read from left to right.
class Columns {
public:
    explicit Columns(Poco::Data::AbstractExtractor& source) : source_{&source} {}

    std::int64_t integer();
    std::string text();
    std::string bytes();
    std::optional<std::int64_t> maybe_integer();
    Instant instant() { return Instant{std::chrono::microseconds{integer()}}; }
    std::optional<Instant> maybe_instant();
    // Row numbers; NULL reads as 0 = none.
    template <class Id> Id id() { return Id{maybe_integer().value_or(0)}; }
    bool flag() { return integer() != 0; }

private:
    Poco::Data::AbstractExtractor* source_;
    std::size_t place_ = 0;
};

// A prepared statement with room for its parameters; bound anew for every run.
class Prepared {
public:
    Prepared(Poco::Data::Session& session, std::string_view sql);
    ~Prepared();

    void bind(std::size_t place, std::nullptr_t);
    void bind(std::size_t place, std::string_view text);
    void bind(std::size_t place, const std::string& text) { bind(place, std::string_view{text}); }
    void bind(std::size_t place, const char* text) { bind(place, std::string_view{text}); }
    void bind(std::size_t place, Octets octets);
    void bind(std::size_t place, Instant when) { bind_integer(place, when.time_since_epoch().count()); }
    // Whole numbers and row numbers; 0 of a row number is stored as NULL by `or_null` only.
    template <class T>
        requires(std::is_integral_v<T> || std::is_same_v<std::underlying_type_t<T>, std::int64_t>)
    void bind(std::size_t place, T value) { bind_integer(place, static_cast<std::int64_t>(value)); }
    template <class T> void bind(std::size_t place, const std::optional<T>& value)
    {
        if (value) bind(place, *value);
        else bind(place, nullptr);
    }

    // Runs with what was bound; returns how many rows were changed or, for reads, seen.
    std::size_t run(const std::function<void(Columns&)>& row);
    bool writes() const { return writes_; }
    bool running() const { return running_; }

private:
    struct State;
    void bind_integer(std::size_t place, std::int64_t value);
    std::unique_ptr<State> state_;
    bool writes_ = false;
    bool running_ = false;
};

// NULL instead of row number 0.
template <class Id> std::optional<std::int64_t> or_null(Id id)
{
    return number(id) == 0 ? std::nullopt : std::optional{number(id)};
}

// What a session knows about itself.
struct Connection {
    Connection(const std::filesystem::path& file, const DatabaseOptions& options);
    ~Connection();

    // Runs a statement with parameters $1..$n, whose numbers ascend by first appearance. Returns how
    // many rows it changed. Throws StoreError.
    template <class... P> std::size_t run(std::string_view sql, const P&... parameters)
    {
        Prepared& statement = prepared(sql);
        std::size_t place = 0;
        (statement.bind(place++, parameters), ...);
        return execute(sql, statement, {});
    }

    // The same for each row it returns; `row` may run other statements, not this one.
    template <class... P>
    std::size_t each(std::string_view sql, const std::function<void(Columns&)>& row, const P&... parameters)
    {
        Prepared& statement = prepared(sql);
        std::size_t place = 0;
        (statement.bind(place++, parameters), ...);
        return execute(sql, statement, row);
    }

    // The first column of the only row; nothing when there is no row or it is NULL.
    template <class... P> std::optional<std::int64_t> integer(std::string_view sql, const P&... parameters)
    {
        std::optional<std::int64_t> found;
        each(sql, [&](Columns& columns) { found = columns.maybe_integer(); }, parameters...);
        return found;
    }
    template <class... P> std::optional<std::string> text(std::string_view sql, const P&... parameters)
    {
        std::optional<std::string> found;
        each(sql, [&](Columns& columns) { found = columns.text(); }, parameters...);
        return found;
    }

    // For the transaction about to begin.
    void commit_durably(Durability durability);

    // The statement for this SQL, prepared once; parameters are bound by place from 0.
    Prepared& prepared(std::string_view sql);
    std::size_t execute(std::string_view sql, Prepared& statement, const std::function<void(Columns&)>& row);

    std::filesystem::path file;
    Dialect dialect = Dialect::sqlite;
    int depth = 0;             // transactions open, one within the other
    std::uint64_t writes = 0;  // statements run that may have changed something
    bool doomed = false;       // part of the open transaction failed half-way: it cannot be committed
    // Called before each statement that writes or reads; for tests of faults and of query plans.
    std::function<void(std::string_view sql)> before_write, before_read;

private:
    Poco::Data::Session session_;
    Durability durability_ = Durability::now;
    std::unordered_map<std::string_view, std::unique_ptr<std::pair<std::string, std::unique_ptr<Prepared>>>> statements_;
};

// One write transaction, or a part of the one already open, whose durability then holds. Undone unless
// `commit` was reached.
class WriteTransaction {
public:
    explicit WriteTransaction(Connection& connection, Durability durability = Durability::now);
    ~WriteTransaction();
    WriteTransaction(const WriteTransaction&) = delete;
    WriteTransaction& operator=(const WriteTransaction&) = delete;
    void commit();

private:
    Connection& connection_;
    std::uint64_t writes_before_;
    bool open_ = true;
};

// Reads that see one state of the database, joined to the transaction already open if there is one.
class ReadTransaction {
public:
    explicit ReadTransaction(Connection& connection);
    ~ReadTransaction();
    ReadTransaction(const ReadTransaction&) = delete;
    ReadTransaction& operator=(const ReadTransaction&) = delete;

private:
    Connection& connection_;
    bool own_;
};

}
