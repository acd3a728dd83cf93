// Killed before any single write, the desk loses nothing and does nothing twice.
#include "tests/engine/store/store_fixture.h"

#include <boost/test/unit_test.hpp>

#include <csignal>
#include <functional>
#include <memory>
#include <sys/wait.h>
#include <unistd.h>

using namespace deskhand::engine;
using namespace deskhand::tests;

namespace {

constexpr int mails = 3;

// One pass of the whole desk: journal, decide, send. The server hands every mail out each time, as
// one does whose mails are not disposed of.
void work(const std::filesystem::path& file, const std::string& epoch, const std::function<void(Connection&)>& prepare)
{
    Database database{file};
    prepare(database.connection());
    Inbox inbox{database};
    Outbox outbox{database};
    outbox.recover(epoch, start, [](const OutboxRow&) -> Verdict { return RetryAt{start}; });
    for (int i = 0; i < mails; ++i) inbox.journal(std::vector{raw_mail(std::to_string(i), "mail " + std::to_string(i))});
    for (auto rows = inbox.next(1); !rows.empty(); rows = inbox.next(1)) {
        const auto id = Tickets{database}.next_id();
        auto decision = opening(id);
        decision.actions.emplace_back(AddEvent{{.id = {}, .ticket = id, .at = start, .kind = EventKind::received, .actor = "ann",
                                                .text = rows.at(0).bytes, .mail = {}}});
        decision.actions.emplace_back(Send{a_send(id, "ann@customer.example", Purpose::acknowledgement)});
        decision.actions.emplace_back(Send{a_send(id, "staff@desk.example", Purpose::notice)});
        apply_decision(database, rows.at(0).id, {.from = "ann@customer.example", .subject = {}, .kind = "person", .message_id = {}, .words = {}},
                       decision, start);
    }
    for (auto rows = outbox.lease(epoch, start, 4); !rows.empty(); rows = outbox.lease(epoch, start, 4)) {
        std::vector<OutboxId> ids;
        std::vector<DeliveryRecord> records;
        for (const auto& row : rows) {
            ids.push_back(row.id);
            records.push_back({.id = row.id, .answer = "250 ok", .verdict = Delivered{}, .uncertain = false, .suppress = {}});
        }
        outbox.mark_dotted(ids);
        outbox.record(records, start);
    }
}

// Runs `work` in a process that is killed just before its n-th write; true when it got that far.
bool killed_before_write(const std::filesystem::path& file, int n)
{
    const auto child = ::fork();
    if (child == 0) {
        auto left = std::make_shared<int>(n);
        work(file, "first run", [left](Connection& connection) {
            connection.before_write = [left](std::string_view) { if (--*left == 0) ::kill(::getpid(), SIGKILL); };
        });
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFSIGNALED(status);
}

}

BOOST_AUTO_TEST_SUITE(store_crash)

BOOST_AUTO_TEST_CASE(killed_before_any_write_nothing_is_lost_and_nothing_is_doubled)
{
    int deaths = 0;
    for (int n = 1;; ++n) {
        const TempDir folder;
        const auto file = folder.path() / "desk.db";
        if (!killed_before_write(file, n)) break;
        ++deaths;
        work(file, "second run", [](Connection&) {});
        Database database{file};
        auto& connection = database.connection();
        BOOST_TEST_CONTEXT("killed before write " << n) {
            BOOST_TEST(connection.integer("SELECT count(*) FROM inbox WHERE state = 'done'").value() == mails);
            BOOST_TEST(connection.integer("SELECT count(DISTINCT mail) FROM ticket_event WHERE kind = 'received'").value() == mails);
            BOOST_TEST(connection.integer("SELECT count(*) FROM ticket_event WHERE kind = 'received'").value() == mails);
            BOOST_TEST(connection.integer("SELECT count(*) FROM ticket").value() == mails);
            BOOST_TEST(connection.integer("SELECT count(*) FROM outbox WHERE state = 'delivered'").value() == 2 * mails);
            BOOST_TEST(connection.integer("SELECT count(*) FROM outbox").value() == 2 * mails);
            BOOST_TEST(Outbox{database}.count(OutboxState::delivered) == 2 * mails);
            // Sent again are only rows that are known by name.
            BOOST_TEST(connection.integer("SELECT count(*) FROM outbox WHERE attempts > 1 AND uncertain = 0").value() == 0);
            BOOST_TEST(database.damage() == "");
        }
    }
    // journal: 3 x 5 writes; decisions: 3 x 13; sending in two groups; with each its BEGIN and COMMIT
    BOOST_TEST(deaths > 60);
    BOOST_TEST_MESSAGE(deaths << " deaths");
}

BOOST_AUTO_TEST_SUITE_END()
