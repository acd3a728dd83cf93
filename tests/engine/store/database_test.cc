// The file, its schema and its transactions, and what happens when the world says no.
#include "engine/store/migrations.h"
#include "tests/engine/store/store_fixture.h"
#include "tests/support/table.h"

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace deskhand::engine;
using namespace deskhand::tests;
namespace fs = std::filesystem;

namespace {

std::string refusal(const std::function<void()>& work)
{
    try {
        work();
    } catch (const StoreError& error) {
        return error.what();
    }
    return {};
}

// A table of the tests' own, and rows of it by name.
struct NoteFixture : StoreFixture {
    NoteFixture() { database.connection().run("CREATE TABLE note(name TEXT PRIMARY KEY, value TEXT NOT NULL)"); }
};

class Notes {
public:
    explicit Notes(Database& database) : connection_{database.connection()} {}

    std::optional<std::string> find(const std::string& name)
    {
        return connection_.text("SELECT value FROM note WHERE name = $1", name);
    }
    void write(const std::string& name, const std::string& value)
    {
        connection_.run("INSERT INTO note(name, value) VALUES($1, $2) ON CONFLICT(name) DO UPDATE SET value = excluded.value",
                        name, value);
    }

private:
    Connection& connection_;
};

bool says(const std::string& message, const std::string& words) { return message.find(words) != std::string::npos; }

void overwrite(const fs::path& file, std::streamoff at, const std::string& bytes)
{
    std::fstream out{file, std::ios::in | std::ios::out | std::ios::binary};
    out.seekp(at);
    out << bytes;
}

}

BOOST_AUTO_TEST_SUITE(store_database)

BOOST_FIXTURE_TEST_CASE(a_fresh_file_has_the_newest_schema_and_the_safe_settings, StoreFixture)
{
    auto& connection = database.connection();
    BOOST_TEST(database.schema_version() == newest_schema());
    BOOST_TEST(database.damage() == "");
    BOOST_TEST(connection.text("PRAGMA journal_mode").value() == "wal");
    BOOST_TEST(connection.integer("PRAGMA synchronous").value() == 2);
    BOOST_TEST(connection.integer("PRAGMA foreign_keys").value() == 1);
    BOOST_TEST(connection.integer("PRAGMA busy_timeout").value() == 10'000);
}

BOOST_FIXTURE_TEST_CASE(work_that_throws_leaves_nothing_behind, NoteFixture)
{
    Notes notes{database};
    BOOST_CHECK_THROW(database.transaction([&] {
                          notes.write("a", "1");
                          throw std::runtime_error{"no"};
                      }),
                      std::runtime_error);
    BOOST_TEST(!notes.find("a").has_value());
    database.transaction([&] { notes.write("a", "2"); });
    BOOST_TEST(notes.find("a").value() == "2");
}

BOOST_FIXTURE_TEST_CASE(a_transaction_inside_another_joins_it, NoteFixture)
{
    Notes notes{database};
    Database other{file};
    database.transaction([&] {
        database.transaction([&] { notes.write("inner", "1"); });
        BOOST_TEST(!Notes{other}.find("inner").has_value());
    });
    BOOST_TEST(Notes{other}.find("inner").value() == "1");
}

BOOST_FIXTURE_TEST_CASE(a_part_that_failed_half_way_cannot_be_committed_by_swallowing_the_exception, NoteFixture)
{
    Notes notes{database};
    const auto message = refusal([&] {
        database.transaction([&] {
            notes.write("before", "1");
            refusal([&] {
                database.transaction([&] {
                    notes.write("half", "1");
                    throw StoreError{"inner"};
                });
            });
        });
    });
    BOOST_TEST(says(message, "failed half-way"));
    BOOST_TEST(!notes.find("before").has_value());
    database.transaction([&] { notes.write("after", "1"); });
    BOOST_TEST(notes.find("after").has_value());
}

BOOST_FIXTURE_TEST_CASE(two_sessions_writing_at_once_wait_for_each_other, StoreFixture)
{
    const int each = 50;
    const auto write = [&](const std::string& who) {
        Database own{file};
        for (int i = 0; i < each; ++i)
            own.transaction([&] {
                const auto read = own.connection().integer("SELECT coalesce(max(due), 0) FROM timer").value();
                own.connection().run("INSERT INTO timer(kind, ticket, due) VALUES($1, $2, $3)", who, i, read + 1);
            });
    };
    {
        std::jthread one{[&] { write("one"); }};
        std::jthread two{[&] { write("two"); }};
    }
    BOOST_TEST(database.connection().integer("SELECT max(due) FROM timer").value() == 2 * each);
}

BOOST_FIXTURE_TEST_CASE(a_transaction_that_may_be_durable_later_leaves_the_next_one_durable_at_once, StoreFixture)
{
    auto& connection = database.connection();
    const auto level = [&] { return connection.integer("PRAGMA synchronous").value(); };
    {
        WriteTransaction open{connection, Durability::soon};
        BOOST_TEST(level() == 1);
        database.transaction([&] { BOOST_TEST(level() == 1); });
        open.commit();
    }
    BOOST_TEST(level() == 2);
    { const WriteTransaction undone{connection, Durability::soon}; }
    BOOST_TEST(level() == 2);
}

BOOST_FIXTURE_TEST_CASE(a_database_locked_beyond_patience_is_named_and_the_work_can_be_tried_again, NoteFixture)
{
    Database impatient{file, {.patience = std::chrono::milliseconds{20}}};
    Notes notes{impatient};
    database.transaction([&] {
        const auto message = refusal([&] { notes.write("a", "1"); });
        BOOST_TEST(says(message, file.string()));
        BOOST_TEST(says(message, "locked"));
        BOOST_TEST(says(refusal([&] { impatient.transaction([&] { notes.write("a", "1"); }); }), "locked"));
    });
    notes.write("a", "2");
    BOOST_TEST(notes.find("a").value() == "2");
}

BOOST_FIXTURE_TEST_CASE(a_reader_is_not_held_up_by_a_writer, NoteFixture)
{
    Database reader{file, {.patience = std::chrono::milliseconds{1}}};
    Notes{database}.write("a", "before");
    database.transaction([&] {
        Notes{database}.write("a", "after");
        BOOST_TEST(Notes{reader}.find("a").value() == "before");
    });
    BOOST_TEST(Notes{reader}.find("a").value() == "after");
}

BOOST_FIXTURE_TEST_CASE(a_full_database_undoes_the_work_and_takes_it_again_when_there_is_room, StoreFixture)
{
    auto& connection = database.connection();
    connection.run("PRAGMA max_page_count=" + std::to_string(connection.integer("PRAGMA page_count").value() + 2));
    const std::string large(100'000, 'x');
    const auto message = refusal([&] { inbox.journal(std::vector{raw_mail("1", "small"), raw_mail("2", large)}); });
    BOOST_TEST(says(message, "the disk is full"));
    BOOST_TEST(rows("inbox") == 0);
    connection.run("PRAGMA max_page_count=100000");
    BOOST_TEST(inbox.journal(std::vector{raw_mail("1", "small"), raw_mail("2", large)}).size() == 2u);
    BOOST_TEST(database.damage() == "");
}

BOOST_FIXTURE_TEST_CASE(a_folder_that_is_missing_is_named, StoreFixture)
{
    const auto message = refusal([&] { Database{folder.path() / "missing" / "desk.db"}; });
    BOOST_TEST(says(message, (folder.path() / "missing").string()));
    BOOST_TEST(says(message, "does not exist"));
}

BOOST_FIXTURE_TEST_CASE(a_file_that_holds_something_else_is_left_alone, StoreFixture)
{
    const auto other = folder.path() / "notes.txt";
    std::ofstream{other} << "Dear diary";
    BOOST_TEST(says(refusal([&] { Database{other}; }), "not a database"));
    BOOST_TEST(fs::file_size(other) == 10u);
    BOOST_TEST(says(refusal([&] { Database{folder.path()}; }), "not a file"));
}

BOOST_FIXTURE_TEST_CASE(another_program_that_ends_leaves_the_log_to_us, StoreFixture)
{
    const auto fresh = folder.path() / "shared.db";
    int go[2];
    BOOST_REQUIRE(::pipe(go) == 0);
    const auto other_program = ::fork(); // before this process has a session on the file
    if (other_program == 0) {
        char word;
        const bool told = ::read(go[0], &word, 1) == 1;
        if (told) Database{fresh};
        ::_exit(told ? 0 : 1);
    }
    Database first{fresh};
    Database second{fresh}; // opening once more must not give up the locks of the first
    BOOST_REQUIRE(::write(go[1], "g", 1) == 1);
    int status = -1;
    ::waitpid(other_program, &status, 0);
    BOOST_TEST(status == 0);
    BOOST_TEST(fs::exists(fresh.string() + "-wal")); // the last one to close a database removes it
    for (const int end : go) ::close(end);
}

BOOST_FIXTURE_TEST_CASE(a_damaged_file_is_noticed, StoreFixture)
{
    for (int i = 0; i < 200; ++i) inbox.journal(std::vector{raw_mail(std::to_string(i), std::string(2'000, 'a') + std::to_string(i))});
    database.connection().run("PRAGMA wal_checkpoint(TRUNCATE)");
    const auto copy = folder.path() / "copy.db";
    fs::copy_file(file, copy);
    constexpr std::streamoff page = 4096;
    for (std::streamoff at = page; at < static_cast<std::streamoff>(fs::file_size(copy)) - 100; at += page)
        overwrite(copy, at, std::string(100, '\xff'));
    BOOST_TEST(says(refusal([&] { Database{copy}; }), "damaged"));

    const auto later = folder.path() / "later.db";
    fs::copy_file(file, later);
    Database opened{later};
    for (std::streamoff at = 40 * page; at < static_cast<std::streamoff>(fs::file_size(later)) - 100; at += page)
        overwrite(later, at, std::string(100, '\xff'));
    BOOST_TEST(Database{later}.damage() != "");
}

BOOST_FIXTURE_TEST_CASE(a_schema_newer_than_the_program_is_refused, StoreFixture)
{
    database.connection().run("INSERT INTO schema_version(number, applied) VALUES($1, $2)", newest_schema() + 1, 0);
    const auto message = refusal([&] { Database{file}; });
    BOOST_TEST(says(message, "newer program"));
    BOOST_TEST(says(message, std::to_string(newest_schema() + 1)));
}

BOOST_FIXTURE_TEST_CASE(the_first_schema_with_its_data_becomes_the_newest, TempDir)
{
    const auto old = path() / "old.db";
    {
        Connection connection{old, {}};
        migrate(connection, 1);
        BOOST_TEST(applied_schema(connection) == 1);
        connection.run("INSERT INTO ticket(id, subject, requester, requester_name, queue, assignee, status, priority, tags, fields, "
                       "participants, created, updated, version) VALUES(1, 'Printer on fire', 'ann@x.example', '', 'helpdesk', '', "
                       "'open', 'normal', '[]', '{}', '[\"ann@x.example\"]', 1, 1, 1)");
        connection.run("INSERT INTO ticket_event(ticket, place, at, kind, actor, text) VALUES(1, 1, 1, 'received', 'ann', 'It burns')");
    }
    Database database{old};
    BOOST_TEST(database.schema_version() == newest_schema());
    BOOST_TEST(Tickets{database}.find(TicketId{1})->participants.size() == 1u);
    TicketFilter filter;
    filter.words = "burns";
    BOOST_TEST(Tickets{database}.list(filter).size() == 1u);
    BOOST_TEST(database.connection().integer("SELECT count(*) FROM schema_version").value() == newest_schema());
}

BOOST_FIXTURE_TEST_CASE(several_engines_may_open_a_fresh_file_at_once, TempDir)
{
    const auto fresh = path() / "fresh.db";
    std::vector<std::string> refusals(4);
    {
        std::vector<std::jthread> engines;
        for (auto& said : refusals) engines.emplace_back([&] { said = refusal([&] { Database{fresh}; }); });
    }
    for (const auto& said : refusals) BOOST_TEST(said == "");
    Database database{fresh};
    BOOST_TEST(database.connection().integer("SELECT count(*) FROM schema_version").value() == newest_schema());
}

BOOST_FIXTURE_TEST_CASE(parameters_out_of_order_are_a_fault_of_the_program, NoteFixture)
{
    BOOST_CHECK_THROW(database.connection().run("UPDATE note SET value = $2 WHERE name = $1", "a", "b"), std::logic_error);
}

BOOST_FIXTURE_TEST_CASE(a_statement_that_failed_can_be_run_again, NoteFixture)
{
    const auto insert = [&](std::optional<std::string> value) {
        return database.connection().run("INSERT INTO note(name, value) VALUES($1, $2)", "a", value);
    };
    BOOST_CHECK_THROW(insert(std::nullopt), StoreError);
    BOOST_TEST(insert("1") == 1u);
    BOOST_CHECK_THROW(insert("2"), StoreError);
    BOOST_TEST(rows("note") == 1);
}

BOOST_AUTO_TEST_SUITE_END()
