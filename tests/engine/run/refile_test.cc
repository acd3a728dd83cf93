// Mails moved and split off, merges undone: everything can be taken back, and the histories tell.
#include "engine/run/intake.h"
#include "engine/run/staff_work.h"
#include "engine/store/load_situation.h"
#include "tests/engine/core/sample_policy.h"
#include "tests/engine/store/store_fixture.h"

#include <boost/test/unit_test.hpp>

#include <algorithm>

using namespace deskhand::engine;
using namespace deskhand::tests;
using What = TicketCommand::What;

namespace {

struct Desk : StoreFixture {
    Policy policy = sample_policy();
    int mails = 0;

    // A mail through the whole intake; the number of its journal row.
    InboxId take(const std::string& from, const std::string& id, const std::string& more)
    {
        const auto bytes = "From: " + from + "\nTo: help@desk.example\nSubject: Printer on fire\nMessage-ID: <" + id + ">\n" + more + "\nIt smokes.\n";
        const auto taken = inbox.journal(std::vector{raw_mail(std::to_string(++mails), bytes)}).front().id;
        const auto explained = explain(database, *inbox.find(taken), policy, start);
        apply_decision(database, taken, {.from = from, .subject = "Printer on fire", .kind = "person", .message_id = id, .words = "It smokes."},
                       explained.decision, start);
        return taken;
    }

    TicketId ticket_of(InboxId mail) { return inbox.line(mail)->ticket; }

    std::variant<Decision, NotDone> work(What what, TicketId ticket, InboxId mail = {}, TicketId other = {})
    {
        TicketCommand command;
        command.what = what;
        command.ticket = ticket;
        command.mail = mail;
        command.other = other;
        command.as = "ann";
        return work_on(database, policy, command, start);
    }

    bool tells(TicketId ticket, EventKind kind, const std::string& words)
    {
        const auto history = tickets.history(ticket);
        return std::any_of(history.begin(), history.end(), [&](const auto& event) { return event.kind == kind && event.text.find(words) != std::string::npos; });
    }
};

}

BOOST_AUTO_TEST_SUITE(refile)

BOOST_FIXTURE_TEST_CASE(a_mail_split_off_is_a_ticket_of_its_own_and_answers_to_it_follow, Desk)
{
    take("rita@client.example", "a@client", "");
    const auto second = take("rita@client.example", "b@client", "In-Reply-To: <a@client>\n");
    BOOST_TEST((ticket_of(second) == TicketId{1}));
    BOOST_REQUIRE(std::holds_alternative<Decision>(work(What::split, TicketId{1}, second)));
    BOOST_TEST((ticket_of(second) == TicketId{2}));
    BOOST_TEST(tells(TicketId{1}, EventKind::moved, "went to #2"));
    BOOST_TEST(tells(TicketId{2}, EventKind::moved, "came from #1"));
    BOOST_TEST(tells(TicketId{2}, EventKind::received, "It smokes."));
    BOOST_TEST(tickets.find(TicketId{2})->requester == "rita@client.example");
    BOOST_TEST((ticket_of(take("rita@client.example", "c@client", "In-Reply-To: <b@client>\n")) == TicketId{2}));
    BOOST_TEST((ticket_of(take("rita@client.example", "d@client", "In-Reply-To: <a@client>\n")) == TicketId{1}));
}

BOOST_FIXTURE_TEST_CASE(a_mail_moved_and_moved_back_is_where_it_was, Desk)
{
    take("rita@client.example", "a@client", "");
    const auto second = take("sam@client.example", "b@client", "");
    BOOST_REQUIRE((ticket_of(second) == TicketId{2}));
    BOOST_REQUIRE(std::holds_alternative<Decision>(work(What::move, TicketId{2}, second, TicketId{1})));
    BOOST_TEST((ticket_of(second) == TicketId{1}));
    BOOST_TEST((ticket_of(take("sam@client.example", "c@client", "In-Reply-To: <b@client>\n")) == TicketId{1}));
    BOOST_REQUIRE(std::holds_alternative<Decision>(work(What::move, TicketId{1}, second, TicketId{2})));
    BOOST_TEST((ticket_of(second) == TicketId{2}));
    BOOST_TEST((tickets.with_message_id("b@client") == TicketId{2}));
}

BOOST_FIXTURE_TEST_CASE(a_mail_that_is_elsewhere_is_not_moved, Desk)
{
    const auto first = take("rita@client.example", "a@client", "");
    take("sam@client.example", "b@client", "");
    const auto done = work(What::move, TicketId{2}, first, TicketId{1});
    BOOST_REQUIRE(std::holds_alternative<NotDone>(done));
    BOOST_TEST((std::get<NotDone>(done).code == ExitCode::not_found));
    BOOST_TEST(std::get<NotDone>(done).why.find("but on #1") != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(a_merge_taken_back_leaves_two_tickets, Desk)
{
    take("rita@client.example", "a@client", "");
    take("sam@client.example", "b@client", "");
    work(What::merge, TicketId{2}, {}, TicketId{1});
    BOOST_TEST((ticket_of(take("sam@client.example", "c@client", "In-Reply-To: <b@client>\n")) == TicketId{1}));
    BOOST_REQUIRE(std::holds_alternative<Decision>(work(What::unmerge, TicketId{2})));
    BOOST_TEST((tickets.find(TicketId{2})->status == Status::open));
    BOOST_TEST(tells(TicketId{1}, EventKind::moved, "#2 is no longer merged"));
    BOOST_TEST((ticket_of(take("sam@client.example", "d@client", "In-Reply-To: <b@client>\n")) == TicketId{2}));
    BOOST_TEST(std::holds_alternative<NotDone>(work(What::unmerge, TicketId{2})));
}

BOOST_FIXTURE_TEST_CASE(answers_to_a_mail_never_seen_here_come_together, Desk)
{
    const auto first = take("rita@client.example", "a@client", "References: <unseen@client>\n");
    const auto second = take("rita@client.example", "b@client", "References: <unseen@client>\n");
    BOOST_TEST((ticket_of(first) == ticket_of(second)));
    const auto reasons = inbox.reasons(second);
    BOOST_TEST(std::any_of(reasons.begin(), reasons.end(), [](const auto& reason) {
        return reason.id == "evidence" && reason.text.find("unseen@client") != std::string::npos;
    }));
}

BOOST_AUTO_TEST_SUITE_END()
