// Killed at every single moment of a small working day, the desk goes on as if nothing had happened.
#include "engine/store/tickets.h"
#include "tests/stories/mortal_desk.h"

#include <boost/test/unit_test.hpp>

#include <fmt/core.h>

#include <sys/wait.h>

#include <map>
#include <sstream>

using namespace deskhand;
using namespace deskhand::tests;
namespace fs = std::filesystem;

namespace {

constexpr int mails = 4;     // three requests, and ann's answer to the first
constexpr int outgoing = 7;  // three acknowledgements, three notices, one answer

// Mail that lies there before the desk opens.
void bring_mail(const fs::path& maildir, const engine::Policy& policy)
{
    make_maildir(maildir);
    const auto mail = [&](const std::string& uid, const std::string& from, const std::string& more, const std::string& text) {
        write_octets(maildir / "new" / uid, "From: " + from + "\r\nTo: help@desk.example\r\nSubject: printer\r\nMessage-ID: <" + uid +
                                                "@client.example>\r\n" + more + "\r\n" + text + "\r\n");
    };
    mail("1", "rita@client.example", "", "It smokes.");
    mail("2", "otto@client.example", "", "It is loud.");
    mail("3", "hans@client.example", "", "It is gone.");
    const auto notice = policy.mint.message_id({engine::TicketId{1}, engine::Audience::staff, std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now())},
                                               "i1-1", "ann@desk.example");
    mail("4", "ann@desk.example", "In-Reply-To: <" + notice + ">\r\n", "Pull the plug.");
}

// Runs in a process of its own; what the desk logs goes to a file. Its exit status.
int exit_status_of(const MortalDesk& desk, const std::function<void()>& work)
{
    const auto child = ::fork();
    if (child == 0) {
        const int log = ::open((desk.folder / "log").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
        ::dup2(log, 2);
        try {
            work();
        } catch (const std::exception& broken) {
            ::dprintf(2, "broken promise: %s\n", broken.what());
            ::_exit(1);
        }
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

std::size_t files_in(const fs::path& folder)
{
    return static_cast<std::size_t>(std::distance(fs::directory_iterator{folder}, fs::directory_iterator{}));
}

std::map<std::int64_t, int> copies_of(const fs::path& taken)
{
    std::map<std::int64_t, int> copies;
    std::istringstream lines{octets_of(taken)};
    for (std::int64_t row = 0; lines >> row;) ++copies[row];
    return copies;
}

int mails_received(engine::Database& database)
{
    std::map<engine::InboxId, int> times;
    for (std::int64_t ticket = 1; ticket <= mails; ++ticket)
        for (const auto& event : engine::Tickets{database}.history(engine::TicketId{ticket}))
            if (event.kind == engine::EventKind::received || event.kind == engine::EventKind::answered) ++times[event.mail];
    for (const auto& [mail, count] : times) BOOST_TEST(count == 1);
    return static_cast<int>(times.size());
}

struct Copies {
    int twice = 0, uncertain = 0;
};

Copies everything_is_there_once(const MortalDesk& desk)
{
    engine::Database database{desk.file()};
    engine::Inbox inbox{database};
    BOOST_TEST(inbox.count(engine::InboxState::done) == mails);
    BOOST_TEST(inbox.count(engine::InboxState::waiting) == 0);
    BOOST_TEST(inbox.count(engine::InboxState::quarantined) == 0);
    BOOST_TEST(engine::Tickets{database}.list({}).size() == 3u);
    BOOST_TEST(mails_received(database) == mails);
    BOOST_TEST(files_in(desk.folder / "mail" / "new") == 0u);
    BOOST_TEST(files_in(desk.folder / "mail" / ".Processed" / "cur") == static_cast<std::size_t>(mails));
    const auto rows = engine::Outbox{database}.list({}, 1'000);
    auto copies = copies_of(desk.folder / "taken");
    BOOST_TEST(rows.size() == static_cast<std::size_t>(outgoing));
    Copies found;
    for (const auto& row : rows) {
        const int came = copies[number(row.id)];
        BOOST_TEST((row.state == engine::OutboxState::delivered), row.recipient << " is " << name_of(row.state));
        BOOST_TEST(came >= 1, row.recipient << " got nothing");
        BOOST_TEST((came == 1 || row.uncertain), row.recipient << " got " << came << " and the desk does not know");
        found.twice += came > 1 ? 1 : 0;
        found.uncertain += row.uncertain ? 1 : 0;
    }
    BOOST_TEST(copies.size() == rows.size());
    BOOST_TEST(database.damage() == "");
    return found;
}

}

BOOST_AUTO_TEST_SUITE(death)

BOOST_AUTO_TEST_CASE(at_every_moment_loses_nothing_and_doubles_only_what_is_known_by_name)
{
    const auto policy = sample_policy();
    std::map<std::string, int> deaths;
    Copies all;
    int total = 0;
    for (int moment = 1;; ++moment) {
        const TempDir folder;
        bring_mail(folder.path() / "mail", policy);
        const MortalDesk first{folder.path(), noon, policy, moment};
        const int end = exit_status_of(first, [&] { first.work(); });
        BOOST_TEST_CONTEXT("moment " << moment << " (" << octets_of(folder.path() / "last-step") << ")")
        {
            const MortalDesk second{folder.path(), noon, policy};
            BOOST_TEST(exit_status_of(second, [&] { second.work(); }) == 0, octets_of(folder.path() / "log"));
            // A day later, so that what waits to be tried again is due.
            const MortalDesk third{folder.path(), noon + std::chrono::hours{24}, policy};
            third.release_held();
            BOOST_TEST(exit_status_of(third, [&] { third.work(); }) == 0, octets_of(folder.path() / "log"));
            const auto found = everything_is_there_once(third);
            all.twice += found.twice;
            all.uncertain += found.uncertain;
        }
        if (end != died) {
            BOOST_TEST(end == 0, octets_of(folder.path() / "log"));
            break;
        }
        ++total;
        ++deaths[octets_of(folder.path() / "last-step")];
    }
    std::string counted;
    for (const auto& [step, count] : deaths) counted += fmt::format(" {} {},", step, count);
    BOOST_TEST_MESSAGE(fmt::format("{} deaths:{} {} rows twice, {} uncertain", total, counted, all.twice, all.uncertain));
    for (const auto* step : {"journal", "dispose", "record disposal", "apply", "lease", "dot", "record"})
        BOOST_TEST(deaths[step] >= 2, step);
    BOOST_TEST(all.twice > 0);
}

BOOST_AUTO_TEST_SUITE_END()
