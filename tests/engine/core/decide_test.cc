#include "engine/core/decide.h"
#include "tests/engine/core/sample_policy.h"

#include <boost/test/unit_test.hpp>

using namespace deskhand;
using namespace deskhand::engine;
using namespace deskhand::tests;

namespace {
rules::Rule printer_rule(std::vector<rules::Action> actions)
{
    rules::Condition test{.shape = rules::Condition::Shape::test, .children = {}, .fact = "subject",
                          .op = rules::Operator::contains, .operands = {"printer"}, .where = {}};
    return {.name = "printers", .when = test, .then = std::move(actions), .examples = {}, .where = {"rules.yaml", 3, 5}};
}

mail::Bounce bounce_about(const std::string& recipient)
{
    mail::BounceReport report;
    report.recipient = recipient;
    report.status = "5.1.1";
    report.action = mail::BounceAction::suppress;
    report.hard = true;
    mail::Bounce bounce;
    bounce.reports.push_back(report);
    return bounce;
}

SentMail sent_to_rita(SentMail::Named named)
{
    return {.id = OutboxId{9}, .ticket = TicketId{1042}, .recipient = "rita@client.example", .purpose = "acknowledgement", .named = named};
}

struct Fixture {
    Policy policy = sample_policy();
    Situation situation = fresh_situation();
    ReadMail read = mail_from("rita@client.example", "printer broken", "It smokes.");
    Decision decided() const { return decide(read, situation, policy, noon); }
    void continues_with(Evidence evidence)
    {
        situation.ticket = open_ticket();
        situation.evidence = evidence;
    }
};
}

BOOST_FIXTURE_TEST_SUITE(deciding, Fixture)

BOOST_AUTO_TEST_CASE(a_request_opens_a_ticket_thanks_the_requester_and_tells_staff_who_are_there)
{
    const auto decision = decided();
    const auto opened = all_of<OpenTicket>(decision);
    BOOST_REQUIRE_EQUAL(opened.size(), 1u);
    BOOST_TEST(opened.front().ticket.queue == "helpdesk");
    BOOST_TEST(opened.front().ticket.requester == "rita@client.example");
    BOOST_TEST(mails_for(decision, Purpose::acknowledgement).size() == 1u);
    const auto notices = mails_for(decision, Purpose::notice);
    BOOST_REQUIRE_EQUAL(notices.size(), 1u);
    BOOST_TEST(notices.front().recipient == "ann@desk.example");
}

BOOST_AUTO_TEST_CASE(deciding_twice_gives_the_same_message_ids)
{
    BOOST_TEST(all_of<Send>(decided()).front().draft.message_id == all_of<Send>(decided()).front().draft.message_id);
}

BOOST_AUTO_TEST_CASE(automatic_mail_carries_the_mark_of_rfc_3834)
{
    const auto thanks = mails_for(decided(), Purpose::acknowledgement).front();
    BOOST_TEST(thanks.draft.extra_headers.front().name == "Auto-Submitted");
    BOOST_TEST(thanks.draft.extra_headers.front().value == "auto-replied");
}

BOOST_AUTO_TEST_CASE(a_mail_that_may_not_be_answered_becomes_a_ticket_without_an_answer)
{
    read.judgement.may_answer = {.answer = false, .because = {"list-id"}};
    const auto decision = decided();
    BOOST_TEST(all_of<OpenTicket>(decision).size() == 1u);
    BOOST_TEST(mails_for(decision, Purpose::acknowledgement).empty());
    BOOST_TEST(has_reason(decision, "may-not-answer"));
}

BOOST_AUTO_TEST_CASE(a_rule_sets_queue_and_priority_and_says_so)
{
    policy = sample_policy({printer_rule({rules::SetQueue{"network"}, rules::SetPriority{"high"}})});
    const auto decision = decided();
    const auto ticket = all_of<OpenTicket>(decision).front().ticket;
    BOOST_TEST(ticket.queue == "network");
    BOOST_TEST((ticket.priority == Priority::high));
    BOOST_TEST(has_reason(decision, "rule"));
    BOOST_TEST(mails_for(decision, Purpose::notice).front().recipient == "cleo@desk.example");
    BOOST_TEST(mails_for(decision, Purpose::acknowledgement).front().draft.from.addr == "net@desk.example");
}

BOOST_AUTO_TEST_CASE(a_rules_reply_takes_the_place_of_the_acknowledgement)
{
    policy = sample_policy({printer_rule({rules::ReplyWith{"printer-steps"}})});
    const auto decision = decided();
    BOOST_TEST(mails_for(decision, Purpose::acknowledgement).empty());
    BOOST_TEST(mails_for(decision, Purpose::automatic_answer).front().draft.text.find("off and on") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_rule_that_holds_sends_nothing_and_opens_nothing)
{
    policy = sample_policy({printer_rule({rules::Hold{"looks odd"}})});
    const auto decision = decided();
    BOOST_TEST(all_of<Quarantine>(decision).size() == 1u);
    BOOST_TEST(decision.actions.size() == 1u);
}

BOOST_AUTO_TEST_CASE(the_limit_per_person_stops_the_acknowledgement_but_not_the_ticket)
{
    situation.automatic.acknowledgements_to_sender_last_hour = 3;
    const auto decision = decided();
    BOOST_TEST(all_of<OpenTicket>(decision).size() == 1u);
    BOOST_TEST(mails_for(decision, Purpose::acknowledgement).empty());
    BOOST_TEST(has_reason(decision, "limit"));
}

BOOST_AUTO_TEST_CASE(beyond_the_breaker_notices_wait_for_a_person_and_nothing_else_is_written)
{
    situation.automatic.overall_last_hour = 500;
    const auto decision = decided();
    BOOST_TEST(all_of<OpenTicket>(decision).size() == 1u);
    BOOST_TEST(mails_for(decision, Purpose::acknowledgement).empty());
    const auto notices = mails_for(decision, Purpose::notice);
    BOOST_REQUIRE_EQUAL(notices.size(), 1u);
    BOOST_TEST(!notices.front().held_because.empty());
}

BOOST_AUTO_TEST_CASE(old_mail_is_filed_silently)
{
    policy.settings.answer_from = std::chrono::floor<std::chrono::seconds>(noon + std::chrono::hours{1});
    const auto decision = decided();
    BOOST_REQUIRE_EQUAL(decision.actions.size(), 1u);
    BOOST_TEST(std::holds_alternative<FileSilently>(decision.actions.front()));
}

BOOST_AUTO_TEST_CASE(our_own_mail_coming_back_is_filed_silently)
{
    read.message.message_id = policy.mint.message_id({TicketId{5}, Audience::requester}, "i1-1", "x@y.example");
    BOOST_TEST(std::holds_alternative<FileSilently>(decided().actions.front()));
}

BOOST_AUTO_TEST_CASE(the_requesters_next_words_reopen_a_pending_ticket_without_an_acknowledgement)
{
    continues_with(Evidence::requester_token);
    const auto decision = decided();
    BOOST_TEST(all_of<OpenTicket>(decision).empty());
    BOOST_TEST((all_of<UpdateTicket>(decision).front().ticket.status == Status::open));
    BOOST_TEST(mails_for(decision, Purpose::acknowledgement).empty());
    BOOST_TEST(mails_for(decision, Purpose::notice).size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_stranger_who_names_a_ticket_gets_his_own_and_both_are_linked)
{
    continues_with(Evidence::stranger);
    situation.next_ticket = TicketId{1043};
    read.message.from = {{"", "eve@evil.example"}};
    const auto decision = decided();
    BOOST_TEST((all_of<OpenTicket>(decision).front().ticket.id == TicketId{1043}));
    BOOST_TEST(all_of<UpdateTicket>(decision).empty());
    int linked = 0;
    for (const auto& add : all_of<AddEvent>(decision)) linked += add.event.kind == EventKind::linked;
    BOOST_TEST(linked == 2);
}

BOOST_AUTO_TEST_CASE(a_staff_member_answers_through_the_notice)
{
    continues_with(Evidence::staff_token);
    read = mail_from("ann@desk.example", "Re: printer broken [#1042]", "Please unplug it.");
    const auto decision = decided();
    const auto answers = mails_for(decision, Purpose::answer);
    BOOST_REQUIRE_EQUAL(answers.size(), 1u);
    BOOST_TEST(answers.front().recipient == "rita@client.example");
}

BOOST_AUTO_TEST_CASE(an_absence_note_of_a_staff_member_is_no_answer)
{
    continues_with(Evidence::staff_token);
    read = mail_from("ann@desk.example", "Re: printer broken [#1042]", "I am on vacation. For urgent matters please contact Bob.");
    read.judgement.may_answer = {.answer = false, .because = {"absence-words"}};
    const auto decision = decided();
    BOOST_TEST(mails_for(decision, Purpose::answer).empty());
    BOOST_TEST((all_of<AddEvent>(decision).front().event.kind == EventKind::noted));
    BOOST_TEST(decision.because.back().id == "absence-words");
}

BOOST_AUTO_TEST_CASE(a_bounce_is_noted_on_its_ticket_and_never_answered)
{
    read.judgement.kind = mail::Kind::bounce;
    read.judgement.bounce = bounce_about("rita@client.example");
    situation.reported = sent_to_rita(SentMail::Named::by_message_id);
    const auto decision = decided();
    BOOST_TEST(all_of<Send>(decision).empty());
    BOOST_TEST((all_of<AddEvent>(decision).front().event.kind == EventKind::undelivered));
    BOOST_TEST(all_of<Suppress>(decision).front().address == "rita@client.example");
}

BOOST_AUTO_TEST_CASE(a_report_about_a_mail_we_never_sent_suppresses_nobody)
{
    read.judgement.kind = mail::Kind::bounce;
    read.judgement.bounce = bounce_about("victim@client.example");
    BOOST_TEST(all_of<Suppress>(decided()).empty());
}

BOOST_AUTO_TEST_CASE(a_report_that_names_a_mail_only_by_its_recipient_suppresses_nobody)
{
    read.judgement.kind = mail::Kind::bounce;
    read.judgement.bounce = bounce_about("rita@client.example");
    situation.reported = sent_to_rita(SentMail::Named::by_recipient);
    BOOST_TEST(all_of<Suppress>(decided()).empty());
}

BOOST_AUTO_TEST_CASE(a_report_about_one_address_does_not_suppress_another)
{
    read.judgement.kind = mail::Kind::bounce;
    read.judgement.bounce = bounce_about("victim@client.example");
    situation.reported = sent_to_rita(SentMail::Named::by_message_id);
    BOOST_TEST(all_of<Suppress>(decided()).empty());
}

BOOST_AUTO_TEST_CASE(staff_are_never_unsubscribed_by_a_mail_that_bears_their_address)
{
    read = mail_from("ann@desk.example", "unsubscribe", "");
    read.judgement.kind = mail::Kind::unsubscribe;
    BOOST_TEST(all_of<Suppress>(decided()).empty());
}

BOOST_AUTO_TEST_CASE(a_rule_makes_a_ticket_of_automatic_mail_that_still_gets_no_answer)
{
    policy = sample_policy({printer_rule({rules::SetQueue{"network"}})});
    read.judgement.kind = mail::Kind::automatic;
    read.judgement.may_answer = {.answer = false, .because = {"auto-submitted"}};
    const auto decision = decided();
    BOOST_TEST(all_of<OpenTicket>(decision).size() == 1u);
    BOOST_TEST(mails_for(decision, Purpose::acknowledgement).empty());
}

BOOST_AUTO_TEST_CASE(a_mail_let_out_of_the_quarantine_is_not_held_again)
{
    policy = sample_policy({printer_rule({rules::Hold{"looks odd"}})});
    situation.hold_lifted = true;
    BOOST_TEST(all_of<OpenTicket>(decided()).size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_staff_reply_of_nothing_but_a_file_passes_the_file_on)
{
    continues_with(Evidence::staff_token);
    read = mail_from("ann@desk.example", "Re: printer broken [#1042]", "");
    read.attachments = {{.name = "driver.zip", .bytes = "PK"}};
    const auto answers = mails_for(decided(), Purpose::answer);
    BOOST_REQUIRE_EQUAL(answers.size(), 1u);
    BOOST_TEST(answers.front().draft.attachments.front().name == "driver.zip");
}

BOOST_AUTO_TEST_CASE(a_notice_says_when_a_file_is_too_large_to_come_along)
{
    mail::Leaf file;
    file.name = "jam.mp4";
    file.is_attachment = true;
    read.message.leaves = {file};
    const auto notices = mails_for(decided(), Purpose::notice);
    BOOST_REQUIRE(!notices.empty());
    BOOST_TEST(notices.front().draft.text.find("jam.mp4 (too large to pass on") != std::string::npos);
    read.attachments = {{.name = "jam.mp4", .bytes = "mp4"}};
    BOOST_TEST(mails_for(decided(), Purpose::notice).front().draft.text.find("too large") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_out_of_office_note_goes_to_its_ticket_quietly)
{
    continues_with(Evidence::requester_token);
    read.judgement.kind = mail::Kind::automatic;
    read.judgement.automatic = mail::Automatic{.type = "out_of_office", .until = {}};
    const auto decision = decided();
    BOOST_TEST(all_of<Send>(decision).empty());
    BOOST_TEST(all_of<UpdateTicket>(decision).empty());
    BOOST_TEST(all_of<AddEvent>(decision).size() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
