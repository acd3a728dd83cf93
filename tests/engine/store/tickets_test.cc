// Tickets as lists, histories and searches show them.
#include "engine/store/search.h"
#include "engine/store/apply_decision.h"
#include "engine/store/timers.h"
#include "tests/engine/store/store_fixture.h"

#include <boost/test/unit_test.hpp>

using namespace deskhand::engine;
using namespace deskhand::tests;

namespace {

struct DeskFixture : StoreFixture {
    void open(std::int64_t id, const std::string& queue, Status status, const std::string& words = {})
    {
        auto ticket = a_ticket(TicketId{id});
        ticket.queue = queue;
        ticket.status = status;
        ticket.subject = "subject " + std::to_string(id);
        Event event;
        event.ticket = ticket.id;
        event.kind = EventKind::received;
        event.text = words;
        apply_decision(database, {.outcome = {}, .actions = {OpenTicket{ticket}, AddEvent{event}}, .because = {}, .ticket = ticket.id}, start);
    }
    void say(std::int64_t id, EventKind kind, const std::string& words)
    {
        Event event;
        event.ticket = TicketId{id};
        event.kind = kind;
        event.text = words;
        apply_decision(database, {.outcome = {}, .actions = {AddEvent{event}}, .because = {}, .ticket = event.ticket}, start);
    }
    std::vector<std::int64_t> listed(const TicketFilter& filter)
    {
        std::vector<std::int64_t> ids;
        for (const auto& ticket : tickets.list(filter)) ids.push_back(number(ticket.id));
        return ids;
    }
    std::vector<std::int64_t> searched(const std::string& words)
    {
        TicketFilter filter;
        filter.scope = TicketFilter::Scope::every;
        filter.words = words;
        return listed(filter);
    }
};

using Ids = std::vector<std::int64_t>;

}

BOOST_AUTO_TEST_SUITE(store_tickets)

BOOST_FIXTURE_TEST_CASE(lists_show_active_tickets_newest_first_and_page_by_number, DeskFixture)
{
    open(1, "helpdesk", Status::fresh);
    open(2, "network", Status::open);
    open(3, "helpdesk", Status::closed);
    open(4, "helpdesk", Status::pending);
    open(5, "helpdesk", Status::open);
    BOOST_TEST((listed({}) == Ids{5, 4, 2, 1}));
    TicketFilter page;
    page.most = 2;
    BOOST_TEST((listed(page) == Ids{5, 4}));
    page.before = TicketId{4};
    BOOST_TEST((listed(page) == Ids{2, 1}));
}

BOOST_FIXTURE_TEST_CASE(lists_filter_by_queue_status_requester_and_assignee_together, DeskFixture)
{
    open(1, "helpdesk", Status::fresh);
    open(2, "network", Status::open);
    open(3, "helpdesk", Status::closed);
    auto other = a_ticket(TicketId{4}, "bob@customer.example");
    other.assignee = "carol";
    apply_decision(database, {.outcome = {}, .actions = {OpenTicket{other}}, .because = {}, .ticket = other.id}, start);
    TicketFilter filter;
    filter.queue = "helpdesk";
    BOOST_TEST((listed(filter) == Ids{4, 1}));
    filter.scope = TicketFilter::Scope::every;
    BOOST_TEST((listed(filter) == Ids{4, 3, 1}));
    filter.status = Status::closed;
    BOOST_TEST((listed(filter) == Ids{3}));
    TicketFilter mine;
    mine.assignee = "carol";
    mine.queue = "helpdesk";
    BOOST_TEST((listed(mine) == Ids{4}));
    mine.requester = "bob@customer.example";
    BOOST_TEST((listed(mine) == Ids{4}));
    mine.requester = "ann@customer.example";
    BOOST_TEST(listed(mine).empty());
    BOOST_TEST(tickets.count_open("helpdesk") == 2);
    BOOST_TEST(tickets.count_open("") == 3);
}

BOOST_FIXTURE_TEST_CASE(a_merged_ticket_leads_to_the_one_it_lives_on_in, DeskFixture)
{
    for (int i = 1; i <= 3; ++i) open(i, "helpdesk", Status::open);
    const auto merge = [&](std::int64_t from, std::int64_t into) {
        auto ticket = tickets.find(TicketId{from}).value();
        ticket.status = Status::merged;
        ticket.merged_into = TicketId{into};
        apply_decision(database, {.outcome = {}, .actions = {UpdateTicket{ticket}}, .because = {}, .ticket = ticket.id}, start);
    };
    merge(1, 2);
    merge(2, 3);
    BOOST_TEST((tickets.find_current(TicketId{1})->id == TicketId{3}));
    merge(3, 1); // a circle ends somewhere
    BOOST_TEST(tickets.find_current(TicketId{1}).has_value());
    BOOST_TEST(!tickets.find_current(TicketId{9}).has_value());
}

BOOST_FIXTURE_TEST_CASE(words_are_found_in_subjects_and_in_what_people_wrote, DeskFixture)
{
    open(1, "helpdesk", Status::open, "The Büro printer is on fire");
    open(2, "helpdesk", Status::closed, "My password expired");
    say(1, EventKind::answered, "Have you tried water?");
    say(2, EventKind::changed, "queue: water -> fire");
    BOOST_TEST((searched("fire") == Ids{1}));
    BOOST_TEST((searched("buro PRINTER") == Ids{1}));
    BOOST_TEST((searched("water") == Ids{1}));
    BOOST_TEST((searched("subject") == Ids{2, 1}));
    BOOST_TEST((searched("\"on fire\"") == Ids{1}));
    BOOST_TEST(searched("\"fire on\"").empty());
    BOOST_TEST((searched("pass*") == Ids{2}));
    BOOST_TEST(searched("pass").empty());
    BOOST_TEST(searched("fire password").empty());
}

BOOST_FIXTURE_TEST_CASE(a_search_cannot_be_broken_by_what_is_searched_for, DeskFixture)
{
    open(1, "helpdesk", Status::open, "The printer is on fire");
    for (const auto* words : {"\"", "*", "fire\"", "NOT", "a OR", "(", "text:fire", "fire^2", "'; DROP TABLE ticket; --", "\"\"", "- -", "{a b}"})
        BOOST_CHECK_NO_THROW(searched(words));
    BOOST_TEST((searched("fire\"") == Ids{1}));
    BOOST_TEST(searched("*").empty());
}

BOOST_FIXTURE_TEST_CASE(search_results_page_and_obey_the_other_filters, DeskFixture)
{
    for (int i = 1; i <= 9; ++i) open(i, i % 2 ? "helpdesk" : "network", i % 3 ? Status::open : Status::closed, "fire");
    for (int i = 1; i <= 9; ++i) say(1, EventKind::noted, "fire again");
    TicketFilter filter;
    filter.words = "fire";
    filter.queue = "helpdesk";
    filter.most = 2;
    BOOST_TEST((listed(filter) == Ids{7, 5}));
    filter.before = TicketId{5};
    BOOST_TEST((listed(filter) == Ids{1}));
}

BOOST_FIXTURE_TEST_CASE(the_index_catches_up_in_steps_and_skips_nothing, DeskFixture)
{
    for (int i = 1; i <= 7; ++i) open(i, "helpdesk", Status::open, "word" + std::to_string(i));
    BOOST_TEST(index_words(database, 3) == 3);
    BOOST_TEST(index_words(database, 3) == 3);
    BOOST_TEST(index_words(database, 3) == 1);
    BOOST_TEST(index_words(database, 3) == 0);
    say(2, EventKind::answered, "later");
    BOOST_TEST((searched("later") == Ids{2}));
    BOOST_TEST((searched("word7") == Ids{7}));
}

BOOST_FIXTURE_TEST_CASE(message_ids_come_newest_last_and_the_first_ticket_keeps_one, DeskFixture)
{
    open(1, "helpdesk", Status::open);
    open(2, "helpdesk", Status::open);
    const Decision remember{.outcome = {}, .actions = {RememberIds{TicketId{1}, {"a", "b", "c"}}, RememberIds{TicketId{2}, {"b", "d"}}},
                            .because = {}, .ticket = {}};
    apply_decision(database, remember, start);
    const std::vector<std::string> last_two{"b", "c"};
    BOOST_TEST((tickets.message_ids(TicketId{1}, 2) == last_two));
    BOOST_TEST((tickets.with_message_id("b") == TicketId{1}));
    BOOST_TEST((tickets.with_message_id("d") == TicketId{2}));
    BOOST_TEST(!tickets.with_message_id("e").has_value());
}

BOOST_FIXTURE_TEST_CASE(a_timer_is_one_of_a_kind_for_a_ticket_and_moves, DeskFixture)
{
    using std::chrono::hours;
    const auto carry_out = [&](Action action) { apply_decision(database, {.outcome = "timers", .actions = {std::move(action)}, .because = {}, .ticket = {}}, start); };
    Timers timers{database};
    BOOST_TEST(!timers.next_due().has_value());
    carry_out(SetTimer{TicketId{1}, TimerKind::close_pending, start + hours{5}});
    carry_out(SetTimer{TicketId{2}, TimerKind::close_pending, start + hours{2}});
    carry_out(SetTimer{TicketId{1}, TimerKind::close_pending, start + hours{1}});
    BOOST_TEST((timers.next_due() == start + hours{1}));
    BOOST_TEST(timers.due(start, 10).empty());
    const auto due = timers.due(start + hours{3}, 10);
    BOOST_TEST(due.size() == 2u);
    BOOST_TEST((due.at(0).ticket == TicketId{1}));
    timers.remove(due.at(0).id);
    carry_out(CancelTimer{TicketId{2}, TimerKind::close_pending});
    BOOST_TEST(!timers.next_due().has_value());
}

BOOST_AUTO_TEST_SUITE_END()
