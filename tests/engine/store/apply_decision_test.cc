// A decision is written whole or not at all.
#include "tests/engine/store/store_fixture.h"

#include <boost/test/unit_test.hpp>

using namespace deskhand::engine;
using namespace deskhand::tests;
using namespace std::string_literals;

namespace {

struct JournaledMail : StoreFixture {
    InboxId mail = inbox.journal(std::vector{raw_mail("1", "the mail")}).at(0).id;
    MailSummary summary{.from = "Ann@Customer.example", .subject = "Printer on fire", .kind = "person",
                        .message_id = "m1@customer.example", .words = "It burns."};
};

Event event_for(TicketId ticket, EventKind kind, const std::string& text)
{
    Event event;
    event.ticket = ticket;
    event.kind = kind;
    event.actor = "ann@customer.example";
    event.text = text;
    return event;
}

}

BOOST_AUTO_TEST_SUITE(store_apply_decision)

BOOST_FIXTURE_TEST_CASE(a_new_ticket_comes_back_as_it_was_decided, JournaledMail)
{
    auto ticket = a_ticket(tickets.next_id());
    ticket.requester_name = "Ann";
    ticket.tags = {"fire", "say \"now\""};
    ticket.fields = {{"room", "1\\2"}, {"floor", "3"}};
    ticket.participants = {"ann@customer.example", "boss@customer.example"};
    ticket.assignee = "bob";
    ticket.priority = Priority::urgent;
    Decision decision{.outcome = "new ticket #1", .actions = {}, .because = {{"rule", "rule \"x\"\n(a.yaml:1)"}}, .ticket = ticket.id};
    decision.actions = {OpenTicket{ticket}, AddEvent{event_for(ticket.id, EventKind::received, "It burns.")},
                        RememberIds{ticket.id, {"m1@customer.example", ""}}, KeepSuggestion{ticket.id, "Use water."},
                        Send{a_send(ticket.id, "ann@customer.example", Purpose::acknowledgement)}};
    apply_decision(database, mail, summary, decision, start);

    const auto found = tickets.find(ticket.id).value();
    BOOST_TEST(found.subject == ticket.subject);
    BOOST_TEST(found.requester_name == "Ann");
    BOOST_TEST((found.tags == ticket.tags));
    BOOST_TEST((found.fields == ticket.fields));
    BOOST_TEST((found.participants == ticket.participants));
    BOOST_TEST(found.assignee == "bob");
    BOOST_TEST((found.priority == Priority::urgent));
    BOOST_TEST((found.status == Status::fresh));
    BOOST_TEST((found.created == start));
    BOOST_TEST(found.version == 1);
    BOOST_TEST(tickets.suggestion(ticket.id) == "Use water.");
    BOOST_TEST((tickets.with_message_id("m1@customer.example") == ticket.id));
    BOOST_TEST(tickets.message_ids(ticket.id, 5).size() == 1u);
    const auto history = tickets.history(ticket.id);
    BOOST_TEST(history.size() == 1u);
    BOOST_TEST((history.at(0).mail == mail));
    BOOST_TEST((history.at(0).at == start));

    BOOST_TEST(inbox.next(10).empty());
    BOOST_TEST(inbox.count(InboxState::done) == 1);
    const auto line = inbox.list(InboxState::done, 10).at(0);
    BOOST_TEST(line.from == "Ann@Customer.example");
    BOOST_TEST(line.outcome == "new ticket #1");
    BOOST_TEST((line.ticket == ticket.id));
    BOOST_TEST(inbox.reasons(mail).at(0).text == "rule \"x\"\n(a.yaml:1)");

    const auto queued = outbox.list({}, 10).at(0);
    BOOST_TEST(outbox.find(queued.id)->bytes.find("We are on it.") != std::string::npos);
    BOOST_TEST((queued.purpose == Purpose::acknowledgement));
    BOOST_TEST(people.find("ann@customer.example")->name == "Ann");
}

BOOST_FIXTURE_TEST_CASE(a_ticket_that_moved_on_refuses_the_decision_and_nothing_is_written, JournaledMail)
{
    apply_decision(database, opening(TicketId{1}), start);
    auto ticket = tickets.find(TicketId{1}).value();
    ticket.status = Status::open;
    Decision update{.outcome = "open", .actions = {AddEvent{event_for(ticket.id, EventKind::changed, "status")}, UpdateTicket{ticket},
                                                   Send{a_send(ticket.id, "ann@customer.example")}},
                    .because = {}, .ticket = ticket.id};
    apply_decision(database, Decision{update}, start);
    BOOST_TEST(tickets.find(TicketId{1})->version == 2);
    const auto writes = database.connection().writes;

    database.transaction([&] {
        BOOST_CHECK_THROW(apply_decision(database, mail, summary, update, start), StaleTicket);
        BOOST_TEST(database.connection().writes == writes + 1); // BEGIN
    });
    BOOST_TEST(tickets.history(TicketId{1}).size() == 1u);
    BOOST_TEST(rows("outbox") == 1);
    BOOST_TEST(inbox.next(10).size() == 1u);
}

BOOST_FIXTURE_TEST_CASE(a_ticket_number_taken_meanwhile_refuses_the_decision, JournaledMail)
{
    apply_decision(database, opening(TicketId{1}), start);
    BOOST_CHECK_THROW(apply_decision(database, mail, summary, opening(TicketId{1}), start), StaleTicket);
    BOOST_CHECK_THROW(apply_decision(database, mail, summary, opening(TicketId{0}), start), StaleTicket);
    BOOST_TEST(rows("ticket") == 1);
}

BOOST_FIXTURE_TEST_CASE(a_mail_is_decided_once, JournaledMail)
{
    apply_decision(database, mail, summary, opening(TicketId{1}), start);
    BOOST_CHECK_THROW(apply_decision(database, mail, summary, opening(TicketId{2}), start), AlreadyDecided);
    BOOST_CHECK_THROW(apply_decision(database, InboxId{77}, summary, opening(TicketId{2}), start), AlreadyDecided);
    BOOST_TEST(rows("ticket") == 1);
}

BOOST_FIXTURE_TEST_CASE(a_quarantined_mail_waits_with_its_reason, JournaledMail)
{
    const Decision decision{.outcome = "held: looks like fraud", .actions = {Quarantine{"looks like fraud"}}, .because = {}, .ticket = {}};
    apply_decision(database, mail, summary, decision, start);
    BOOST_TEST(inbox.list(InboxState::quarantined, 10).at(0).reason == "looks like fraud");
    BOOST_TEST(inbox.count(InboxState::done) == 0);
    BOOST_TEST(inbox.retry(mail));
}

BOOST_FIXTURE_TEST_CASE(automatic_mail_to_a_suppressed_address_is_not_queued_and_the_ticket_says_why, JournaledMail)
{
    const TicketId ticket{1};
    Decision decision = opening(ticket);
    decision.actions.emplace_back(Suppress{"ANN@customer.example", "user unknown"});
    apply_decision(database, decision, start);
    const Decision answers{.outcome = "answers", .actions = {Send{a_send(ticket, "Ann@customer.example", Purpose::automatic_answer)},
                                                             Send{a_send(ticket, "Ann@customer.example", Purpose::answer)}},
                           .because = {}, .ticket = ticket};
    apply_decision(database, answers, start);
    const auto queued = outbox.list({}, 10);
    BOOST_TEST(queued.size() == 1u);
    BOOST_TEST((queued.at(0).purpose == Purpose::answer));
    const auto history = tickets.history(ticket);
    BOOST_TEST((history.at(0).kind == EventKind::undelivered));
    BOOST_TEST(history.at(0).text == "automatic answer to Ann@customer.example not sent: user unknown");

    BOOST_TEST(people.suppressed(10).at(0).suppressed == "user unknown");
    BOOST_TEST(people.lift_suppression("ann@Customer.example"));
    BOOST_TEST(!people.lift_suppression("ann@customer.example"));
    apply_decision(database, answers, start);
    BOOST_TEST(rows("outbox") == 3);
}

BOOST_FIXTURE_TEST_CASE(nul_and_invalid_utf8_in_words_are_replaced_before_they_are_stored, JournaledMail)
{
    summary.subject = "a\0b\xff"s;
    Decision decision = opening(TicketId{1});
    decision.because = {{"rule", "x\0\xc3"s}};
    decision.actions.emplace_back(AddEvent{event_for(TicketId{1}, EventKind::received, "caf\xe9 \xed\xa0\x80 \xf0\x9f\x94\xa5")});
    apply_decision(database, mail, summary, decision, start);
    BOOST_TEST(inbox.list(InboxState::done, 1).at(0).subject == "a\xEF\xBF\xBD" "b\xEF\xBF\xBD");
    BOOST_TEST(inbox.reasons(mail).at(0).text == "x\xEF\xBF\xBD\xEF\xBF\xBD");
    BOOST_TEST(tickets.history(TicketId{1}).at(0).text == "caf\xEF\xBF\xBD \xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD \xf0\x9f\x94\xa5");
}

BOOST_FIXTURE_TEST_CASE(a_history_cannot_be_changed_or_shortened, JournaledMail)
{
    Decision decision = opening(TicketId{1});
    decision.actions.emplace_back(AddEvent{event_for(TicketId{1}, EventKind::noted, "first")});
    apply_decision(database, decision, start);
    BOOST_CHECK_THROW(database.connection().run("UPDATE ticket_event SET text = 'else'"), StoreError);
    BOOST_CHECK_THROW(database.connection().run("DELETE FROM ticket_event"), StoreError);
    BOOST_TEST(tickets.history(TicketId{1}).at(0).text == "first");
}

BOOST_AUTO_TEST_SUITE_END()
