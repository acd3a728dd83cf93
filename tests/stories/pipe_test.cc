// A program hands mail to `deskhand ingest` and dies: no piece of a mail becomes a request of its own.
#include "tests/stories/desk_view.h"
#include "tests/stories/small_desk.h"
#include "tests/support/table.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

using namespace deskhand;
using namespace deskhand::tests;

namespace {

const std::string head = "From: Rita <rita@client.example>\r\nTo: help@desk.example\r\nSubject: printer\r\nMessage-ID: <1@client.example>\r\n\r\n";
const std::string whole = head + "It smokes. It also burns, and that since yesterday.\r\n";
const std::string piece = head + "It smokes. It al";

// Whether the process waits in read(0, ...): proc(5), /proc/pid/syscall.
bool has_read_everything(pid_t pid) { return octets_of("/proc/" + std::to_string(pid) + "/syscall").rfind("0 0x0 ", 0) == 0; }

// `deskhand ingest`, its standard input still open.
struct Ingest {
    // By a program of its own, which dies as soon as everything it wrote has been read.
    enum class By { us, one_that_dies } by;
    pid_t pid = 0;
    int input = -1;

    Ingest(const DeskFolder& folder, By whom, const std::string& octets) : by{whom}
    {
        int pipe[2], told[2];
        BOOST_REQUIRE(::pipe2(pipe, O_CLOEXEC) == 0);
        BOOST_REQUIRE(::pipe2(told, O_CLOEXEC) == 0);
        ::prctl(PR_SET_CHILD_SUBREAPER, 1); // so that we can wait for a grandchild
        const auto configuration = folder.configuration().string();
        const auto start = [&] {
            const auto child = ::fork();
            if (child != 0) return child;
            ::dup2(pipe[0], STDIN_FILENO);
            ::execl(DESKHAND_PROGRAM, DESKHAND_PROGRAM, "--config", configuration.c_str(), "ingest", nullptr);
            ::_exit(127);
        };
        if (whom == By::us) {
            pid = start();
            BOOST_REQUIRE(::write(pipe[1], octets.data(), octets.size()) == static_cast<ssize_t>(octets.size()));
            input = pipe[1];
        } else {
            const auto parent = ::fork();
            if (parent == 0) {
                const auto child = start();
                [[maybe_unused]] auto done = ::write(told[1], &child, sizeof child);
                done = ::write(pipe[1], octets.data(), octets.size());
                happens([&] { return has_read_everything(child); });
                ::raise(SIGKILL);
            }
            ::close(pipe[1]);
            BOOST_REQUIRE(::read(told[0], &pid, sizeof pid) == static_cast<ssize_t>(sizeof pid));
            int status = 0;
            ::waitpid(parent, &status, 0);
        }
        ::close(pipe[0]);
        ::close(told[0]);
        ::close(told[1]);
    }
    int end() const // its exit status
    {
        int status = 0;
        ::waitpid(pid, &status, 0);
        ::prctl(PR_SET_CHILD_SUBREAPER, 0);
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
};

engine::InboxRow mail_of(const SmallDesk& desk, std::int64_t id)
{
    engine::Database database{desk.folder.database()};
    return engine::Inbox{database}.find(engine::InboxId{id}).value_or(engine::InboxRow{});
}

struct Usage {
    const char* name;
    std::vector<std::string> words;
};

const Usage mistakes[] = {
    {"an option nobody knows", {"ingest", "--recipent", "a@b"}},
    {"a size that is no number", {"ingest", "--size", "many"}},
    {"a word too many", {"ingest", "now"}},
};

}

BOOST_AUTO_TEST_SUITE(piped_mail)

const bool refused = table(mistakes, [](const Usage& row) {
    const SmallDesk desk;
    BOOST_TEST(run_command(desk.folder, row.words, whole).code == 75);
}, __FILE__, __LINE__);

BOOST_AUTO_TEST_CASE(what_a_dying_program_has_written_is_not_taken_in)
{
    const SmallDesk desk;
    for (int time = 0; time < 20; ++time) BOOST_TEST(Ingest(desk.folder, Ingest::By::one_that_dies, piece).end() == 75);
    BOOST_TEST(mails_in(desk.folder, engine::InboxState::waiting) == 0);
}

BOOST_AUTO_TEST_CASE(a_signal_in_the_middle_takes_nothing_in)
{
    const SmallDesk desk;
    for (const int signal : {SIGTERM, SIGINT, SIGHUP}) {
        const Ingest ingest{desk.folder, Ingest::By::us, piece};
        BOOST_REQUIRE(happens([&] { return has_read_everything(ingest.pid); }));
        ::kill(ingest.pid, signal);
        BOOST_TEST(ingest.end() == 75);
        ::close(ingest.input);
    }
    BOOST_TEST(mails_in(desk.folder, engine::InboxState::waiting) == 0);
}

BOOST_AUTO_TEST_CASE(a_program_that_lives_hands_in_what_it_wrote)
{
    const SmallDesk desk;
    const Ingest ingest{desk.folder, Ingest::By::us, whole};
    ::close(ingest.input);
    BOOST_TEST(ingest.end() == 0);
    BOOST_TEST(mails_in(desk.folder, engine::InboxState::waiting) == 1);
}

BOOST_AUTO_TEST_CASE(a_whole_mail_takes_the_place_of_its_piece_while_that_waits)
{
    const SmallDesk desk;
    BOOST_TEST(run_command(desk.folder, {"ingest"}, "Received: by a id 1\r\n" + piece).code == 0);
    const auto taken = run_command(desk.folder, {"ingest"}, "Received: by a id 2\r\n" + whole);
    BOOST_TEST(taken.code == 0);
    BOOST_TEST(taken.err.find("in place of mail 1, which was cut short") != std::string::npos, taken.err);
    desk.work();
    BOOST_TEST(tickets_of(desk.folder).size() == 1u);
    BOOST_TEST(mails_in(desk.folder, engine::InboxState::done) == 1);
    BOOST_TEST(history_of(desk.folder, 1).front().text.find("since yesterday") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_piece_that_was_decided_is_followed_by_the_whole_on_its_ticket)
{
    const SmallDesk desk;
    BOOST_TEST(run_command(desk.folder, {"ingest"}, piece).code == 0);
    desk.work();
    BOOST_TEST(run_command(desk.folder, {"ingest"}, whole).code == 0);
    desk.work();
    BOOST_TEST(tickets_of(desk.folder).size() == 1u);
    BOOST_TEST(mails_in(desk.folder, engine::InboxState::done) == 2);
    engine::Database database{desk.folder.database()};
    const auto reasons = engine::Inbox{database}.reasons(engine::InboxId{2});
    BOOST_TEST(std::any_of(reasons.begin(), reasons.end(), [](const auto& reason) { return reason.text.find("mail 1 was the beginning of this one") != std::string::npos; }));
}

BOOST_AUTO_TEST_CASE(another_mail_of_the_same_id_takes_nobodys_place)
{
    const SmallDesk desk;
    BOOST_TEST(run_command(desk.folder, {"ingest"}, head + "It smokes.\r\n").code == 0);
    BOOST_TEST(run_command(desk.folder, {"ingest"}, head + "It is quiet, though it smoked before.\r\n").code == 0);
    BOOST_TEST(run_command(desk.folder, {"ingest", "--recipient", "it@desk.example"}, head + "It smokes.\r\nAnd burns.\r\n").code == 0);
    BOOST_TEST(mails_in(desk.folder, engine::InboxState::waiting) == 3);
    BOOST_TEST(mail_of(desk, 1).bytes == head + "It smokes.\r\n");
}

BOOST_AUTO_TEST_SUITE_END()
