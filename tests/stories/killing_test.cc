// kill -9 in the middle of a busy day: the real program between a real Dovecot and a relay that counts.
#include "tests/stories/desk_view.h"
#include "tests/support/desk_program.h"
#include "tests/support/recording_sink.h"

#include <boost/test/unit_test.hpp>

#include <Poco/JSON/Parser.h>
#include <fmt/core.h>

#include <condition_variable>
#include <csignal>
#include <map>
#include <mutex>
#include <random>
#include <set>

using namespace deskhand;
using namespace deskhand::tests;

namespace {

constexpr int deaths = 25;
constexpr int deaths_while_fetching = 8;
constexpr int portion = 20;
constexpr int requests = deaths * portion;
const std::string desk_address = "help@desk.example";

void deliver_requests(const Dovecot& dovecot, int first, int count)
{
    for (int i = first; i < first + count; ++i) {
        const auto sender = fmt::format("customer-{}@client.example", i);
        dovecot.deliver(desk_address,
                        fmt::format("From: {0}\r\nTo: {1}\r\nSubject: request {2}\r\nMessage-ID: <{2}@client.example>\r\n\r\nPlease help with {2}.\r\n",
                                    sender, desk_address, i),
                        sender);
    }
}

// Kills from the thread of the relay, which is between taking a mail and answering for it.
class Assassin {
public:
    void wait_for_mail(std::size_t number)
    {
        const std::lock_guard lock{mutex_};
        at_mail_ = number;
    }
    void take_aim_at(pid_t victim)
    {
        const std::lock_guard lock{mutex_};
        victim_ = victim;
        aimed_.notify_all();
    }
    void leave() // the victim is dead
    {
        const std::lock_guard lock{mutex_};
        at_mail_ = 0;
        victim_ = 0;
        aimed_.notify_all();
    }
    // The answer is held back until the victim is known and dead.
    void see(std::size_t mails)
    {
        std::unique_lock lock{mutex_};
        if (at_mail_ == 0 || mails < at_mail_) return;
        aimed_.wait(lock, [&] { return victim_ > 0 || at_mail_ == 0; });
        if (victim_ > 0) ::kill(victim_, SIGKILL);
    }

private:
    std::mutex mutex_; // guards what follows
    std::condition_variable aimed_;
    pid_t victim_ = 0;
    std::size_t at_mail_ = 0; // 0 = none
};

// Brings a portion of the mail, starts the desk and kills it, again and again; how often it was alive when killed.
int kill_again_and_again(const DeskFolder& folder, const Dovecot& dovecot, const RecordingSink& sink, Assassin& assassin)
{
    std::minstd_rand random{20'260'302};
    int killed = 0;
    for (int round = 0; round < deaths; ++round) {
        deliver_requests(dovecot, round * portion, portion);
        const bool fetching = round < deaths_while_fetching;
        // Every portion makes twice as many mails out.
        const auto last_mail = sink.count() + std::uniform_int_distribution<std::size_t>{1, portion + portion / 2}(random);
        const std::chrono::milliseconds life{std::uniform_int_distribution{0, 100}(random)};
        if (!fetching) assassin.wait_for_mail(last_mail);
        RunningDesk desk{folder};
        if (!fetching) assassin.take_aim_at(desk.pid());
        if (fetching) happens([] { return false; }, life);
        else happens([&] { return sink.count() >= last_mail; });
        killed += desk.kill() == SIGKILL ? 1 : 0;
        assassin.leave();
    }
    return killed;
}

bool everything_is_done(const DeskFolder& folder, const Dovecot& dovecot)
{
    engine::Database database{folder.database()};
    engine::Outbox outbox{database};
    using enum engine::OutboxState;
    return engine::Inbox{database}.count(engine::InboxState::done) == requests && dovecot.count(desk_address) == 0 &&
           outbox.count(ready) + outbox.count(leased) + outbox.count(dotted) == 0;
}

// What a person does with mail that is held because a copy may have arrived.
int release_held(const DeskFolder& folder)
{
    engine::Database database{folder.database()};
    engine::Outbox outbox{database};
    const auto held = outbox.list(engine::OutboxState::held, all_of_them);
    for (const auto& row : held) {
        BOOST_TEST(row.uncertain);
        outbox.release(row.id, row.queued);
    }
    return static_cast<int>(held.size());
}

struct Row {
    std::string message_id, state;
    bool uncertain = false;
};

std::vector<Row> rows_told_by_the_program(const DeskFolder& folder)
{
    std::vector<Row> rows;
    for (const auto* state : {"ready", "leased", "dotted", "delivered", "held", "given-up", "dropped"}) {
        const auto listed = run_command(folder, {"queue", "list", "--json", "--state", state, "--most", "1000000"});
        const auto all = Poco::JSON::Parser{}.parse(listed.out).extract<Poco::JSON::Object::Ptr>()->getArray("rows");
        for (const auto& one : *all) {
            const auto row = one.extract<Poco::JSON::Object::Ptr>();
            rows.push_back({row->getValue<std::string>("message_id"), row->getValue<std::string>("state"), row->getValue<bool>("uncertain")});
        }
    }
    return rows;
}

struct Count {
    int twice = 0, uncertain = 0, lost = 0, twice_unknown = 0;
};

Count count_copies(const std::vector<Row>& rows, const std::vector<TakenMail>& taken)
{
    std::map<std::string, int> copies;
    for (const auto& mail : taken) ++copies[mail.message_id];
    Count count;
    for (const auto& row : rows) {
        const int came = copies[row.message_id];
        count.lost += came == 0 ? 1 : 0;
        count.twice += came > 1 ? 1 : 0;
        count.twice_unknown += came > 1 && !row.uncertain ? 1 : 0;
        count.uncertain += row.uncertain ? 1 : 0;
    }
    return count;
}

void every_request_has_one_ticket(const DeskFolder& folder)
{
    const auto tickets = tickets_of(folder);
    std::set<std::string> requesters;
    for (const auto& ticket : tickets) requesters.insert(ticket.requester);
    BOOST_TEST(tickets.size() == static_cast<std::size_t>(requests));
    BOOST_TEST(requesters.size() == static_cast<std::size_t>(requests));
}

}

BOOST_AUTO_TEST_SUITE(killing)

BOOST_AUTO_TEST_CASE(again_and_again_loses_nothing_and_doubles_only_what_is_known_by_name)
{
    const Dovecot dovecot;
    Assassin assassin;
    const RecordingSink sink{[&](std::size_t mails) { assassin.see(mails); }};
    const DeskFolder folder{{.mailboxes = {imap_mailbox("inbox", dovecot, desk_address)}, .outgoing = relay_at(sink.port()),
                             .more = "limits: {overall_per_hour: 100000}\n"}};
    const int killed = kill_again_and_again(folder, dovecot, sink, assassin);
    RunningDesk desk{folder};
    BOOST_TEST(happens([&] { return everything_is_done(folder, dovecot); }, std::chrono::seconds{180}), desk.log());
    BOOST_TEST(desk.stop() == 0);
    const auto before = count_copies(rows_told_by_the_program(folder), sink.mails());
    const int held = release_held(folder);
    const auto last = run_command(folder, {"run", "--once"});
    BOOST_TEST(last.code == 0, last.err);

    const auto rows = rows_told_by_the_program(folder);
    const auto count = count_copies(rows, sink.mails());
    BOOST_TEST_MESSAGE(fmt::format("{} deaths, {} tickets, {} mails out; {} uncertain, of them {} held; doubled {} by the desk itself, {} "
                                   "after a person released what was held; {} lost",
                                   killed, tickets_of(folder).size(), rows.size(), count.uncertain, held, before.twice, count.twice, count.lost));
    BOOST_TEST(before.twice == 0); // automatic mail is held rather than doubled
    BOOST_TEST(before.lost <= held);
    BOOST_TEST(killed >= 20);
    every_request_has_one_ticket(folder);
    BOOST_TEST(rows.size() == static_cast<std::size_t>(2 * requests)); // an acknowledgement and a notice each
    BOOST_TEST(count.lost == 0);
    BOOST_TEST(count.twice_unknown == 0);
    BOOST_TEST(count.uncertain >= deaths - deaths_while_fetching); // each was killed with a mail in doubt
    BOOST_TEST(dovecot.count(desk_address, "Processed") == static_cast<std::size_t>(requests));
    BOOST_TEST(mails_in(folder, engine::InboxState::quarantined) == 0);
}

BOOST_AUTO_TEST_SUITE_END()
