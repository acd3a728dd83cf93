// Starting twice, stopping in the middle, reloading what cannot be loaded.
#include "tests/stories/desk_view.h"
#include "tests/support/desk_program.h"
#include "tests/support/loopback_server.h"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <csignal>
#include <sys/wait.h>

using namespace deskhand::tests;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

std::string request()
{
    return "From: Rita Roe <rita@client.example>\r\nTo: help@desk.example\r\nSubject: printer\r\nMessage-ID: <1@client.example>\r\n\r\nIt smokes.\r\n";
}

int count_in(const std::string& text, std::string_view words)
{
    int count = 0;
    for (auto at = text.find(words); at != text.npos; at = text.find(words, at + words.size())) ++count;
    return count;
}

struct OneDesk {
    TempDir mail;
    DeskOptions options{.mailboxes = {maildir_mailbox("inbox", mail.path() / "in")}, .outgoing = relay_into(mail.path() / "out")};

    OneDesk() { make_maildir(mail.path() / "in"); }
};

// run --once as a child that can be stopped while it works.
class OnePass {
public:
    explicit OnePass(const DeskFolder& folder)
        : process_{ServerCommand{.arguments = {DESKHAND_PROGRAM, "--config", folder.configuration().string(), "run", "--once"}, .port = 0,
                                 .user = {}, .log = folder.path() / "pass.log", .folder = folder.path(), .environment = {}}}
    {
    }
    // Its exit status after this signal; -1 when the signal ended it.
    int end_by(int signal)
    {
        ::kill(process_.pid(), signal);
        const int status = process_.wait();
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }

private:
    ServerProcess process_;
};

// Takes connections and everything said on them, and never answers.
void say_nothing(LoopbackConnection& connection, LoopbackServer&) { connection.silent_for(5min); }

}

BOOST_FIXTURE_TEST_SUITE(stopping, OneDesk)

BOOST_AUTO_TEST_CASE(a_second_desk_on_the_same_database_is_refused_and_says_who_is_there)
{
    const DeskFolder folder{options};
    RunningDesk first{folder};
    const auto refusal = "a desk is already running (pid " + std::to_string(first.pid()) + "); stop it or";
    for (const auto& words : {std::vector<std::string>{"run"}, {"run", "--once"}}) {
        const auto second = run_command(folder, words);
        BOOST_TEST(second.code == 1);
        BOOST_TEST(second.err.find(refusal) != std::string::npos, second.err);
    }
    BOOST_TEST(first.stop() == 0);
    BOOST_TEST(run_command(folder, {"run", "--once"}).code == 0);
}

BOOST_AUTO_TEST_CASE(other_commands_work_beside_a_running_desk)
{
    const DeskFolder folder{options};
    RunningDesk desk{folder};
    BOOST_TEST(run_command(folder, {"ingest"}, request()).code == 0);
    BOOST_TEST(happens([&] { return tickets_of(folder).size() == 1; }));
    const auto reply = run_command(folder, {"ticket", "reply", "1", "Pull the plug."});
    BOOST_TEST(reply.code == 0, reply.err);
    BOOST_TEST(reply.out.find("a running desk does it within seconds, else `deskhand run --once`") != std::string::npos, reply.out);
    BOOST_TEST(run_command(folder, {"ticket", "close", "1", "--as", "anna"}).code == 0);
    BOOST_TEST(becomes(folder, 1, deskhand::engine::Status::closed));
    BOOST_TEST(desk.stop() == 0);
}

BOOST_AUTO_TEST_CASE(a_relay_that_never_answers_does_not_hold_up_a_stop)
{
    LoopbackServer silent{say_nothing};
    options.outgoing = relay_at(silent.port());
    const DeskFolder folder{options};
    RunningDesk desk{folder};
    write_octets(mail.path() / "in" / "new" / "1", request());
    BOOST_TEST(happens([&] { return silent.connections() > 0; }));
    const auto begin = std::chrono::steady_clock::now();
    BOOST_TEST(desk.stop() == 0);
    BOOST_TEST((std::chrono::steady_clock::now() - begin < 15s)); // the greeting alone may take five minutes
}

BOOST_AUTO_TEST_CASE(one_pass_obeys_the_signals_a_desk_obeys)
{
    for (const int signal : {SIGTERM, SIGINT}) {
        LoopbackServer silent{say_nothing};
        options.outgoing = relay_at(silent.port());
        const DeskFolder folder{options};
        write_octets(mail.path() / "in" / "new" / std::to_string(signal), request());
        OnePass pass{folder};
        BOOST_TEST(happens([&] { return silent.connections() > 0; }));
        const auto begin = std::chrono::steady_clock::now();
        BOOST_TEST(pass.end_by(signal) == 1); // not everything was done
        BOOST_TEST((std::chrono::steady_clock::now() - begin < 15s));
        BOOST_TEST(octets_of(folder.path() / "pass.log").find("the rest waits for the next run") != std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(a_reload_reads_the_new_mailbox_and_sends_by_the_new_relay)
{
    const DeskFolder folder{options};
    RunningDesk desk{folder};
    make_maildir(mail.path() / "second");
    options.mailboxes.push_back(maildir_mailbox("second", mail.path() / "second"));
    options.outgoing = relay_into(mail.path() / "elsewhere");
    folder.configure(options);
    desk.signal(SIGHUP);
    write_octets(mail.path() / "second" / "new" / "1", request());
    BOOST_TEST(happens([&] { return tickets_of(folder).size() == 1; }), desk.log());
    BOOST_TEST(happens([&] { return fs::exists(mail.path() / "elsewhere" / "new") && !fs::is_empty(mail.path() / "elsewhere" / "new"); }), desk.log());
    BOOST_TEST(count_in(desk.log(), " runs: ") == 2, desk.log());
    BOOST_TEST(desk.stop() == 0);
}

BOOST_AUTO_TEST_CASE(a_reload_that_cannot_open_the_new_places_goes_on_with_the_old_ones)
{
    const DeskFolder folder{options};
    RunningDesk desk{folder};
    auto changed = options;
    write_octets(mail.path() / "file", "no folder");
    changed.outgoing = relay_into(mail.path() / "file");
    folder.configure(changed);
    desk.signal(SIGHUP);
    BOOST_TEST(happens([&] { return count_in(desk.log(), "stay in force") + count_in(desk.log(), "stays in force") > 0; }), desk.log());
    write_octets(mail.path() / "in" / "new" / "1", request());
    BOOST_TEST(happens([&] { return fs::exists(mail.path() / "out" / "new") && !fs::is_empty(mail.path() / "out" / "new"); }), desk.log());
    BOOST_TEST(desk.stop() == 0);
}

BOOST_AUTO_TEST_CASE(a_reload_does_not_change_the_database)
{
    const DeskFolder folder{options};
    RunningDesk desk{folder};
    auto text = octets_of(folder.configuration());
    const std::string old_name = "deskhand.db";
    text.replace(text.find(old_name), old_name.size(), "other.db");
    write_octets(folder.configuration(), text);
    desk.signal(SIGHUP);
    BOOST_TEST(desk.says("which takes a restart; the old configuration stays in force"), desk.log());
    write_octets(mail.path() / "in" / "new" / "1", request());
    BOOST_TEST(happens([&] { return tickets_of(folder).size() == 1; }), desk.log());
    BOOST_TEST(!fs::exists(folder.path() / "other.db"));
    BOOST_TEST(desk.stop() == 0);
}

BOOST_AUTO_TEST_CASE(files_that_lead_nowhere_do_not_end_a_running_desk)
{
    const DeskFolder folder{options};
    RunningDesk desk{folder};
    const auto loop = folder.path() / "loop";
    fs::create_symlink("loop", loop); // to itself
    int refusals = 0;
    for (const auto* more : {"rules: [loop]\n", "templates: loop\n", "rules: [.]\n"}) {
        options.more = more;
        folder.configure(options);
        desk.signal(SIGHUP);
        ++refusals;
        BOOST_TEST(happens([&] { return count_in(desk.log(), "not reloaded") == refusals; }), desk.log());
    }
    fs::remove(folder.configuration());
    fs::create_symlink("loop", folder.configuration());
    desk.signal(SIGHUP);
    BOOST_TEST(happens([&] { return count_in(desk.log(), "not reloaded") == refusals + 1; }), desk.log());
    BOOST_TEST(desk.stop() == 0);
}

BOOST_AUTO_TEST_CASE(a_model_that_cannot_be_looked_at_does_not_end_a_running_desk)
{
    const DeskFolder folder{options};
    RunningDesk desk{folder};
    fs::create_symlink("deskhand.model", folder.path() / "deskhand.model"); // to itself
    desk.signal(SIGHUP);
    BOOST_TEST(desk.says("not reloaded"), desk.log());
    write_octets(mail.path() / "in" / "new" / "1", request());
    BOOST_TEST(happens([&] { return tickets_of(folder).size() == 1; }));
    BOOST_TEST(desk.stop() == 0);
}

BOOST_AUTO_TEST_SUITE_END()
