// The queue of outgoing mail: leases, final dots, verdicts, and what a crash leaves behind.
#include "tests/engine/store/store_fixture.h"

#include <boost/test/unit_test.hpp>

using namespace deskhand::engine;
using namespace deskhand::tests;
using std::chrono::hours;

namespace {

struct QueueFixture : StoreFixture {
    TicketId ticket{1};
    QueueFixture() { apply_decision(database, opening(ticket), start); }

    OutboxId queue(const std::string& recipient, Purpose purpose = Purpose::answer, Instant now = start)
    {
        apply_decision(database, {.outcome = "send", .actions = {Send{a_send(ticket, recipient, purpose)}}, .because = {}, .ticket = ticket}, now);
        return outbox.list({}, 1).at(0).id;
    }
    OutboxState state(OutboxId id) { return outbox.find(id)->state; }
    void record(OutboxId id, Verdict verdict, bool uncertain = false)
    {
        const DeliveryRecord record{.id = id, .answer = "said something", .verdict = std::move(verdict), .uncertain = uncertain, .suppress = {}};
        outbox.record(std::vector{record}, start + hours{1});
    }
};

std::vector<std::string> recipients(const std::vector<OutboxRow>& rows)
{
    std::vector<std::string> out;
    for (const auto& row : rows) out.push_back(row.recipient);
    return out;
}

}

BOOST_AUTO_TEST_SUITE(store_outbox)

BOOST_FIXTURE_TEST_CASE(answers_and_notices_leave_before_automatic_mail_and_the_oldest_first, QueueFixture)
{
    queue("ack@x.example", Purpose::acknowledgement, start);
    queue("later@x.example", Purpose::answer, start + hours{2});
    queue("answer@x.example", Purpose::answer, start + hours{1});
    queue("notice@x.example", Purpose::notice, start + hours{1});
    queue("tomorrow@x.example", Purpose::answer, start + hours{24});
    const auto leased = outbox.lease("run 1", start + hours{3}, 10);
    const std::vector<std::string> order{"answer@x.example", "notice@x.example", "later@x.example", "ack@x.example"};
    BOOST_TEST((recipients(leased) == order));
    BOOST_TEST(leased.at(0).bytes.find("We are on it.") != std::string::npos);
    BOOST_TEST((leased.at(0).queued == start + hours{1}));
}

BOOST_FIXTURE_TEST_CASE(a_leased_row_is_leased_to_nobody_else, QueueFixture)
{
    for (int i = 0; i < 7; ++i) queue(std::to_string(i) + "@x.example");
    Database other{file};
    BOOST_TEST(outbox.lease("run 1", start, 5).size() == 5u);
    BOOST_TEST(Outbox{other}.lease("run 1", start, 5).size() == 2u);
    BOOST_TEST(Outbox{other}.lease("run 2", start, 5).empty());
}

BOOST_FIXTURE_TEST_CASE(a_delivered_row_keeps_its_verbatim_answer_and_is_counted, QueueFixture)
{
    const auto id = queue("ann@x.example");
    outbox.lease("run 1", start, 5);
    outbox.mark_dotted(std::vector{id});
    BOOST_TEST((state(id) == OutboxState::dotted));
    record(id, Delivered{});
    const auto row = outbox.find(id).value();
    BOOST_TEST((row.state == OutboxState::delivered));
    BOOST_TEST(row.attempts == 1);
    BOOST_TEST(row.last_answer == "said something");
    BOOST_TEST(outbox.count(OutboxState::delivered) == 1);
    BOOST_TEST(!outbox.next_due().has_value());
    record(id, RetryAt{start});
    BOOST_TEST((state(id) == OutboxState::delivered));
    BOOST_TEST(outbox.count(OutboxState::delivered) == 1);
}

BOOST_FIXTURE_TEST_CASE(a_refusal_for_now_comes_back_when_it_is_due, QueueFixture)
{
    const auto id = queue("ann@x.example");
    outbox.lease("run 1", start, 5);
    record(id, RetryAt{start + hours{2}});
    BOOST_TEST((state(id) == OutboxState::ready));
    BOOST_TEST((outbox.next_due() == start + hours{2}));
    BOOST_TEST(outbox.lease("run 1", start + hours{1}, 5).empty());
    BOOST_TEST(outbox.lease("run 1", start + hours{2}, 5).at(0).attempts == 1);
}

BOOST_FIXTURE_TEST_CASE(a_give_up_is_told_in_the_ticket_and_may_suppress_the_address, QueueFixture)
{
    const auto id = queue("gone@x.example");
    outbox.lease("run 1", start, 5);
    const DeliveryRecord record{.id = id, .answer = "550 5.1.1 no such user", .verdict = GiveUp{"refused"}, .uncertain = false,
                                .suppress = "refused by its server"};
    outbox.record(std::vector{record}, start);
    BOOST_TEST((state(id) == OutboxState::given_up));
    const auto event = tickets.history(ticket).back();
    BOOST_TEST((event.kind == EventKind::undelivered));
    BOOST_TEST(event.text.find("gone@x.example") != std::string::npos);
    BOOST_TEST(event.text.find("550 5.1.1 no such user") != std::string::npos);
    BOOST_TEST(people.find("gone@x.example")->suppressed == "refused by its server");
}

BOOST_FIXTURE_TEST_CASE(an_uncertain_row_is_named_in_the_ticket, QueueFixture)
{
    const auto id = queue("ann@x.example");
    outbox.lease("run 1", start, 5);
    outbox.mark_dotted(std::vector{id});
    record(id, RetryAt{start}, true);
    BOOST_TEST(outbox.find(id)->uncertain);
    BOOST_TEST((tickets.history(ticket).back().kind == EventKind::uncertain));
    outbox.lease("run 1", start, 5);
    record(id, Delivered{});
    BOOST_TEST(outbox.find(id)->uncertain);
    BOOST_TEST(tickets.history(ticket).size() == 1u);
}

BOOST_FIXTURE_TEST_CASE(marking_rows_that_are_no_longer_leased_marks_none_of_them, QueueFixture)
{
    const auto held = queue("held@x.example"), lost = queue("lost@x.example");
    outbox.lease("run 1", start, 5);
    record(lost, RetryAt{start});
    BOOST_CHECK_THROW(outbox.mark_dotted(std::vector{held, lost}), StoreError);
    BOOST_TEST((state(held) == OutboxState::leased));
}

BOOST_FIXTURE_TEST_CASE(leased_rows_can_be_given_back_dotted_ones_cannot, QueueFixture)
{
    const auto first = queue("first@x.example"), second = queue("second@x.example");
    outbox.lease("run 1", start, 5);
    outbox.mark_dotted(std::vector{second});
    outbox.give_back(std::vector{first, second});
    BOOST_TEST((state(first) == OutboxState::ready));
    BOOST_TEST((state(second) == OutboxState::dotted));
}

BOOST_FIXTURE_TEST_CASE(rows_that_never_came_to_a_final_dot_go_back_with_the_next_lease, QueueFixture)
{
    const auto sent = queue("sent@x.example"), not_sent = queue("not-sent@x.example");
    outbox.lease("run 1", start, 5);
    outbox.mark_dotted(std::vector{sent});
    BOOST_TEST(Outbox{database}.lease("run 1", start, 5).empty());
    const auto again = outbox.lease("run 1", start, 5);
    BOOST_TEST(again.size() == 1u);
    BOOST_TEST((again.at(0).id == not_sent));
    record(not_sent, RetryAt{start});
    BOOST_TEST(Outbox{database}.lease("run 1", start, 5).size() == 1u);
    BOOST_TEST(outbox.lease("run 1", start, 5).empty());
}

BOOST_FIXTURE_TEST_CASE(rows_another_run_recovered_and_leased_cannot_be_marked_by_us, QueueFixture)
{
    const auto id = queue("ann@x.example");
    outbox.lease("run 1", start, 5);
    Outbox other{database};
    other.recover("run 2", start, [](const OutboxRow&) -> Verdict { return HoldUncertain{}; });
    BOOST_TEST(other.lease("run 2", start, 5).size() == 1u);
    BOOST_CHECK_THROW(outbox.mark_dotted(std::vector{id}), StoreError);
    other.mark_dotted(std::vector{id});
    BOOST_TEST((state(id) == OutboxState::dotted));
}

BOOST_FIXTURE_TEST_CASE(a_lease_holds_no_more_octets_than_memory_bears_but_always_one_mail, QueueFixture)
{
    for (int i = 0; i < 3; ++i) {
        queue(std::to_string(i) + "@x.example");
        database.connection().run("UPDATE outbox_bytes SET bytes = zeroblob(20000000) WHERE outbox = (SELECT max(id) FROM outbox)");
    }
    for (int i = 0; i < 3; ++i) {
        const auto rows = outbox.lease("run 1", start, 5);
        BOOST_TEST(rows.size() == 1u);
        outbox.mark_dotted(std::vector{rows.at(0).id});
        record(rows.at(0).id, Delivered{});
    }
    BOOST_TEST(outbox.count(OutboxState::delivered) == 3);
}

BOOST_FIXTURE_TEST_CASE(recovery_after_a_crash_repeats_what_was_not_sent_and_judges_what_may_have_been, QueueFixture)
{
    const auto ready = queue("ready@x.example");
    outbox.hold(ready);
    const auto leased = queue("leased@x.example"), answer = queue("answer@x.example"), notice = queue("notice@x.example", Purpose::notice);
    Outbox died{database};
    died.lease("run 1", start, 5);
    died.mark_dotted(std::vector{answer, notice});
    outbox.release(ready, start);
    const auto mine = queue("mine@x.example");
    const auto verdict = [](const OutboxRow& row) -> Verdict {
        if (row.purpose == Purpose::answer) return RetryAt{start};
        return HoldUncertain{};
    };
    outbox.hold(ready);
    outbox.lease("run 2", start, 5);
    BOOST_TEST(outbox.recover("run 2", start, verdict) == 2);
    BOOST_TEST((state(leased) == OutboxState::ready));
    BOOST_TEST((state(answer) == OutboxState::ready));
    BOOST_TEST((state(notice) == OutboxState::held));
    BOOST_TEST((state(mine) == OutboxState::leased));
    BOOST_TEST(outbox.find(answer)->uncertain);
    BOOST_TEST(outbox.find(notice)->uncertain);
    BOOST_TEST(!outbox.find(leased)->uncertain);
    BOOST_TEST(tickets.history(ticket).size() == 2u);
    BOOST_TEST(outbox.recover("run 2", start, verdict) == 0);
}

BOOST_FIXTURE_TEST_CASE(a_person_may_hold_release_drop_and_retry_rows_at_rest_only, QueueFixture)
{
    const auto id = queue("ann@x.example");
    BOOST_TEST(!outbox.release(id, start));
    BOOST_TEST(outbox.hold(id));
    BOOST_TEST(!outbox.hold(id));
    BOOST_TEST(outbox.lease("run 1", start, 5).empty());
    BOOST_TEST(outbox.release(id, start));
    BOOST_TEST(outbox.drop(id));
    BOOST_TEST(!outbox.drop(id));
    BOOST_TEST(outbox.retry_now(id, start + hours{1}));
    BOOST_TEST(outbox.lease("run 1", start + hours{1}, 5).size() == 1u);
    for (const bool allowed : {outbox.hold(id), outbox.release(id, start), outbox.drop(id), outbox.retry_now(id, start)})
        BOOST_TEST(!allowed);
}

BOOST_FIXTURE_TEST_CASE(lists_page_from_the_newest_by_state, QueueFixture)
{
    for (int i = 0; i < 5; ++i) queue(std::to_string(i) + "@x.example");
    const auto page = outbox.list(OutboxState::ready, 2);
    BOOST_TEST(page.at(0).recipient == "4@x.example");
    BOOST_TEST(page.at(0).bytes.empty());
    BOOST_TEST(outbox.list(OutboxState::ready, 9, page.at(1).id).size() == 3u);
    BOOST_TEST(outbox.list({}, 9, page.at(1).id).size() == 3u);
    BOOST_TEST(outbox.list(OutboxState::held, 9).empty());
    BOOST_TEST(outbox.count(OutboxState::ready) == 5);
}

BOOST_FIXTURE_TEST_CASE(a_mail_sent_is_found_by_message_id_and_by_recipient_whatever_the_case, QueueFixture)
{
    queue("Ann@X.example", Purpose::answer, start);
    queue("ann@x.example", Purpose::notice, start + hours{1});
    BOOST_TEST(outbox.with_message_id("out-Ann@X.example")->recipient == "Ann@X.example");
    BOOST_TEST(!outbox.with_message_id("unknown").has_value());
    BOOST_TEST(outbox.latest_to("ANN@x.example", start)->purpose == "notice");
    BOOST_TEST(!outbox.latest_to("ann@x.example", start + hours{2}).has_value());
    BOOST_TEST((outbox.latest_to("ann@x.example", start)->ticket == ticket));
}

BOOST_FIXTURE_TEST_CASE(hundreds_of_records_go_in_one_transaction, QueueFixture)
{
    std::vector<DeliveryRecord> records;
    for (int i = 0; i < 123; ++i) {
        const auto id = queue(std::to_string(i) + "@x.example");
        records.push_back({.id = id, .answer = "250 ok " + std::to_string(i), .verdict = Delivered{}, .uncertain = false, .suppress = {}});
    }
    outbox.lease("run 1", start, 200);
    outbox.record(records, start);
    BOOST_TEST(outbox.count(OutboxState::delivered) == 123);
    BOOST_TEST(outbox.find(records.at(77).id)->last_answer == "250 ok 77");
    BOOST_TEST(outbox.list(OutboxState::delivered, 200).size() == 123u);
}

BOOST_FIXTURE_TEST_CASE(states_have_names_and_names_have_states, QueueFixture)
{
    for (const auto one : {OutboxState::ready, OutboxState::leased, OutboxState::dotted, OutboxState::delivered, OutboxState::held,
                           OutboxState::given_up, OutboxState::dropped})
        BOOST_TEST((outbox_state_named(name_of(one)) == one));
    BOOST_TEST(!outbox_state_named("elsewhere").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
