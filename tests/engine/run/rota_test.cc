// Many mailboxes, few threads: who is served, when, and what one bad mailbox does to the others.
#include "engine/run/rota.h"
#include "engine/run/system_clock.h"
#include "tests/engine/store/store_fixture.h"
#include "tests/support/waiting.h"

#include <boost/test/unit_test.hpp>

#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <deque>
#include <optional>
#include <thread>

using namespace deskhand;
using namespace deskhand::engine;
using namespace deskhand::tests;
using namespace std::chrono_literals;

namespace {

// What the server of one mailbox does, and what was done to it.
struct Server {
    int bell = ::eventfd(0, EFD_NONBLOCK); // readable = mail was announced
    std::atomic<int> mails = 0, opened = 0, closed = 0, fetched = 0;
    std::atomic<bool> refuses = false, hangs = false;
    ~Server() { ::close(bell); }
    void deliver()
    {
        ++mails;
        ::eventfd_write(bell, 1);
    }
};

class RungMailbox final : public mail::Mailbox {
public:
    explicit RungMailbox(Server& server) : server_{server} {}
    void open() override
    {
        if (open_) return;
        ++server_.opened;
        if (server_.refuses) throw mail::LoginRefused{"wrong password"};
        server_.hangs.wait(true);
        open_ = true;
    }
    mail::Listing list() override
    {
        mail::Listing listing{.generation = "1", .mails = {}};
        for (int i = 0; i < server_.mails; ++i) listing.mails.push_back({.uid = std::to_string(i + 1), .size = 0});
        return listing;
    }
    void fetch(std::span<const std::string> uids, const std::function<void(mail::FetchedMail)>& take) override
    {
        for (const auto& uid : uids) {
            take({.uid = uid, .remote_id = {}, .internal_date = {}, .bytes = "Subject: " + uid + "\r\n\r\n"});
            ++server_.fetched;
        }
    }
    void dispose(std::span<const std::string>) override {}
    mail::Rest rest(std::chrono::milliseconds most) override { return {.descriptor = server_.bell, .most = most}; }
    std::optional<mail::Arrival> stir() override
    {
        eventfd_t rings = 0;
        if (::eventfd_read(server_.bell, &rings) == 0) return mail::Arrival::something;
        return std::nullopt;
    }
    void close() noexcept override
    {
        open_ = false;
        ++server_.closed;
    }

private:
    Server& server_;
    bool open_ = false;
};

struct RotaFixture : StoreFixture {
    SystemClock clock;
    SharedDatabase journal{Database{file}};
    std::deque<Server> servers;
    std::optional<Rota> rota;

    std::vector<std::unique_ptr<Collector>> collectors;

    Server& add(const std::string& host = "mail.example")
    {
        const auto name = "box " + std::to_string(servers.size());
        auto& server = servers.emplace_back();
        collectors.push_back(std::make_unique<Collector>(mail::MailboxSettings{.name = name, .where = mail::ImapSettings{.server = {.host = host}}},
                                                         std::make_unique<RungMailbox>(server), journal, clock));
        return server;
    }
    std::jthread begin(Rota::Limits limits)
    {
        rota.emplace(std::move(collectors), clock, limits);
        return std::jthread{[this](std::stop_token stop) { rota->run(std::move(stop)); }};
    }
    template <class What> bool all(What what) const { return std::all_of(servers.begin(), servers.end(), what); }
};

}

BOOST_FIXTURE_TEST_SUITE(rota, RotaFixture)

BOOST_AUTO_TEST_CASE(three_hundred_mailboxes_are_served_by_four_threads_and_all_sessions_end)
{
    for (int i = 0; i < 300; ++i) add();
    auto running = begin({.workers = 4, .on_one_host = 3});
    BOOST_TEST(happens([&] { return all([](const Server& one) { return one.opened == 1; }); }));
    for (auto& server : servers) server.deliver();
    BOOST_TEST(happens([&] { return all([](const Server& one) { return one.fetched == 1; }); }));
    running.request_stop();
    running.join();
    BOOST_TEST(all([](const Server& one) { return one.closed >= 1 && one.opened == 1; }));
    BOOST_TEST(inbox.count(InboxState::waiting) == 300);
    BOOST_TEST((Mailboxes{database}.find("box 7", clock.now())->state == MailboxState::stopped));
}

BOOST_AUTO_TEST_CASE(a_host_that_does_not_answer_leaves_workers_for_the_others)
{
    for (int i = 0; i < 6; ++i) add("silent.example").hangs = true;
    auto& lively = add("lively.example");
    const auto running = begin({.workers = 3, .on_one_host = 2});
    for (int mails = 1; mails <= 3; ++mails) {
        lively.deliver();
        BOOST_TEST(happens([&] { return lively.fetched == mails; }));
    }
    for (auto& server : servers) {
        server.hangs = false;
        server.hangs.notify_all();
    }
    BOOST_TEST(happens([&] { return all([](const Server& one) { return one.opened == 1; }); }));
}

BOOST_AUTO_TEST_CASE(a_refused_login_waits_until_somebody_has_mended_it)
{
    add().refuses = true;
    add();
    const auto running = begin({.workers = 2, .on_one_host = 1});
    BOOST_TEST(happens([&] { return servers[0].opened == 1 && servers[1].opened == 1; }));
    // News elsewhere wakes it no more than anything else.
    for (int mails = 1; mails <= 5; ++mails) {
        servers[1].deliver();
        BOOST_TEST(happens([&] { return servers[1].fetched == mails; }));
    }
    BOOST_TEST(servers[0].opened == 1);
    BOOST_TEST((Mailboxes{database}.find("box 0", clock.now())->state == MailboxState::parked));
    servers[0].refuses = false;
    rota->try_again_now();
    BOOST_TEST(happens([&] { return servers[0].opened == 2; }));
}

BOOST_AUTO_TEST_CASE(another_engines_mailbox_is_left_alone_until_its_lease_ends)
{
    BOOST_TEST(Mailboxes{database}.lease("box 0", "another", clock.now(), clock.now() + 300ms));
    add();
    const auto running = begin({.workers = 1, .on_one_host = 1});
    BOOST_TEST(happens([&] { return servers[0].opened == 1; }));
    BOOST_TEST((*Mailboxes{database}.leased_until("box 0") > clock.now() + 1min));
}

BOOST_AUTO_TEST_SUITE_END()
