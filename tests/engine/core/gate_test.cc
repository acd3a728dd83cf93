#include "engine/core/gate.h"
#include "engine/core/repeats.h"
#include "mail/format/own_words.h"
#include "tests/engine/core/sample_policy.h"
#include "tests/support/table.h"

using namespace deskhand;
using namespace deskhand::engine;
using namespace deskhand::tests;

namespace {

const std::string rita = "rita@client.example";

struct Fixture {
    Policy policy = sample_policy();
    Situation situation = fresh_situation();
    ReadMail read = mail_from(rita, "printer broken", "It smokes.");

    Case one() const { return {read, situation, policy, noon}; }
    std::string refusal() const
    {
        const auto reason = refusal_to_answer(one(), Purpose::acknowledgement);
        return reason ? reason->id : std::string{};
    }
    std::string silence() const
    {
        const auto reason = refusal_to_notify(one());
        return reason ? reason->id : std::string{};
    }
    void says(const std::string& subject, const std::string& words) { read = mail_from(rita, subject, words); }
    void said(const std::string& subject, const std::string& words) { situation.earlier = {{TicketId{7}, subject, words}}; }
};

struct RepeatRow {
    const char* name;
    const char *subject_before, *words_before, *subject, *words;
    bool repeats;
};

const RepeatRow repeats[] = {
    {"the same mail again", "printer", "It smokes.", "printer", "It smokes.", true},
    {"the same in other blanks and letters", "printer", "It smokes.", "Re: PRINTER", "it  smokes", true},
    {"other words under the same subject", "printer", "It smokes.", "printer", "It is out of paper.", false},
    {"the same words under another subject", "printer", "It smokes.", "scanner", "It smokes.", false},
    {"another number is another request", "order", "Where is order 4711?", "order", "Where is order 4712?", false},
    {"another number under a ticket's mark is the same", "Thank you", "Case 700 is ours.", "[HD-701] Thank you", "Case 701 is ours.", true},
    {"a subject that grows", "Undeliverable: printer", "Job 4 failed.", "Undeliverable: [#8] Undeliverable: [#7] printer", "Job 5 failed.", true},
    {"nothing said repeats nothing", "", "", "", "", false},
};

struct MarkRow {
    const char* name;
    bool names;
};

const MarkRow marks[] = {
    {"Re: printer [#12]", true},        {"[Ticket#2026110310000012] printer", true}, {"[ABC-12] printer", true}, {"[Ticket ID: 123] x", true},
    {"printer #3 is broken", false}, {"[list] printer", false},                    {"[2026] plans", false},   {"printer", false},
};

}

BOOST_AUTO_TEST_SUITE(a_mail_repeats_another)
const bool repeats_listed = table(
    repeats,
    [](const RepeatRow& row) {
        Fixture desk;
        desk.said(row.subject_before, row.words_before);
        desk.says(row.subject, row.words);
        BOOST_TEST(desk.refusal() == (row.repeats ? "repeat" : ""));
        BOOST_TEST(desk.silence() == (row.repeats ? "repeat" : ""));
    },
    __FILE__, __LINE__);
BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(a_subject_names_a_ticket)
const bool marks_listed = table(marks, [](const MarkRow& row) { BOOST_TEST(names_ticket(row.name) == row.names); }, __FILE__, __LINE__);
BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(the_gate, Fixture)

BOOST_AUTO_TEST_CASE(lets_two_acknowledgements_an_hour_through_to_one_person)
{
    situation.automatic = {.to_sender_last_day = 1, .acknowledgements_to_sender_last_hour = 1};
    BOOST_TEST(refusal() == "");
    situation.automatic.acknowledgements_to_sender_last_hour = 2;
    BOOST_TEST(refusal() == "limit");
}

BOOST_AUTO_TEST_CASE(lets_one_a_day_through_to_who_writes_as_a_desk)
{
    says("[HD-700] Thank you", "We look into it.");
    BOOST_TEST(refusal() == "");
    situation.automatic.to_sender_last_day = 1;
    BOOST_TEST(refusal() == "limit");
    says("Thank you", "We look into it.");
    BOOST_TEST(refusal() == "");
}

BOOST_AUTO_TEST_CASE(knows_a_notice_to_staff_in_the_hands_of_others)
{
    says("Returned", "Not taken: " + std::string{mail::reply_marker});
    BOOST_TEST(refusal() == "echo");
    BOOST_TEST(silence() == "echo");
    says("Returned", "Not taken.");
    read.message.in_reply_to = {policy.mint.message_id({TicketId{5}, Audience::staff}, "i1-1", "ann@desk.example")};
    BOOST_TEST(refusal() == "echo");
    read.message.in_reply_to = {policy.mint.message_id({TicketId{5}, Audience::requester}, "i1-1", rita)};
    BOOST_TEST(refusal() == "");
}

BOOST_AUTO_TEST_CASE(tells_staff_of_a_stranger_who_answers_a_notice_but_answers_nothing)
{
    situation.ticket = open_ticket();
    situation.evidence = Evidence::stranger;
    says("Re: [#1042] printer", "Nobody is here.");
    BOOST_TEST(refusal() == "echo");
    BOOST_TEST(silence() == "");
    says("Re: printer [#1042]", "May I have that too?");
    BOOST_TEST(refusal() == "");
}

BOOST_AUTO_TEST_CASE(stops_telling_staff_of_a_ticket_that_never_rests)
{
    situation.automatic.notices_for_ticket_last_hour = 10;
    BOOST_TEST(silence() == "limit");
}

BOOST_AUTO_TEST_CASE(tells_the_operator_once_an_hour_that_the_breaker_holds_mail)
{
    Correspondence letters{policy, "i77", noon};
    BOOST_TEST(alarms(one(), letters).empty());
    situation.automatic.overall_last_hour = policy.settings.limits.overall_per_hour;
    const auto to_staff = alarms(one(), letters);
    BOOST_REQUIRE_EQUAL(to_staff.size(), 1u); // bob is away
    BOOST_TEST(to_staff.front().recipient == "ann@desk.example");
    BOOST_TEST(!is_automatic(to_staff.front().purpose));
    policy.settings.limits.alarm = mail::Address{"", "Ops@desk.example"};
    BOOST_TEST(alarms(one(), letters).front().recipient == "ops@desk.example");
    situation.automatic.alarms_last_hour = 1;
    BOOST_TEST(alarms(one(), letters).empty());
}

BOOST_AUTO_TEST_SUITE_END()
