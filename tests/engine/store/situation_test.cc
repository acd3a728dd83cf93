// Which ticket a mail belongs to, what proves it, and what the limits are held against.
#include "engine/store/evidence.h"
#include "engine/store/load_situation.h"
#include "tests/engine/core/sample_policy.h"
#include "tests/engine/store/store_fixture.h"

#include <boost/test/unit_test.hpp>

using namespace deskhand::engine;
using namespace deskhand::tests;
using deskhand::mail::Bounce;
using std::chrono::hours;

namespace {

const std::string rita = "rita@client.example"; // the requester of ticket 1
const std::string ann = "ann@desk.example";     // staff
const std::string eve = "eve@else.example";     // somebody else

struct SituationFixture : StoreFixture {
    Policy policy = sample_policy();
    TicketId ticket{1};
    InboxRow row{.id = InboxId{7}, .mailbox = "support", .uid = "7", .bytes = {}, .received = start, .internal_date = {},
                 .envelope_recipient = "help@desk.example", .state = InboxState::waiting, .failures = 0};

    SituationFixture()
    {
        Decision decision = opening(ticket, rita);
        decision.actions.emplace_back(RememberIds{ticket, {"first@client.example"}});
        decision.actions.emplace_back(KeepSuggestion{ticket, "Use water."});
        apply_decision(database, decision, start);
    }

    Situation load(const ReadMail& read, Instant now = start) { return load_situation(database, row, read, policy, now); }
    void send(const std::string& recipient, Purpose purpose, Instant when = start)
    {
        apply_decision(database, {.outcome = {}, .actions = {Send{a_send(ticket, recipient, purpose)}}, .because = {}, .ticket = ticket}, when);
    }
    std::string token_id(Audience audience, const std::string& person) const
    {
        return policy.mint.message_id({ticket, audience, std::chrono::floor<std::chrono::days>(start)}, "i1-1", person);
    }
    std::string token_address(Audience audience, const std::string& person) const
    {
        return policy.mint.reply_address("help@desk.example", {ticket, audience, std::chrono::floor<std::chrono::days>(start)}, person);
    }
};

ReadMail from(const std::string& sender, const std::string& subject = "Hello") { return mail_from(sender, subject, "words"); }

ReadMail answering(ReadMail read, const std::string& message_id)
{
    read.message.in_reply_to = {message_id};
    return read;
}

}

BOOST_AUTO_TEST_SUITE(store_situation)

BOOST_FIXTURE_TEST_CASE(a_first_mail_belongs_to_no_ticket_and_gets_the_next_number, SituationFixture)
{
    row.internal_date = start - hours{3};
    const auto situation = load(from(eve));
    BOOST_TEST((situation.evidence == Evidence::none));
    BOOST_TEST(!situation.ticket.has_value());
    BOOST_TEST((situation.next_ticket == TicketId{2}));
    BOOST_TEST((situation.mail == InboxId{7}));
    BOOST_TEST(situation.mailbox == "support");
    BOOST_TEST((situation.received == start - hours{3}));
    BOOST_TEST(!situation.sender_known);
}

BOOST_FIXTURE_TEST_CASE(what_the_desk_wrote_to_the_requester_comes_along_newest_first, SituationFixture)
{
    for (const auto& [kind, words] : {std::pair{EventKind::answered, "Use water."}, std::pair{EventKind::noted, "Or sand?"},
                                      std::pair{EventKind::answered_automatically, "Call us."}}) {
        const Event event{.id = {}, .ticket = ticket, .at = start, .kind = kind, .actor = "desk", .text = words, .mail = {}};
        apply_decision(database, {.outcome = {}, .actions = {AddEvent{event}}, .because = {}, .ticket = ticket}, start);
    }
    BOOST_TEST(load(answering(from(rita), "first@client.example")).sent_words == (std::vector<std::string>{"Call us.", "Use water."}),
               boost::test_tools::per_element());
    BOOST_TEST(load(from(eve)).sent_words.empty());
}

BOOST_FIXTURE_TEST_CASE(a_token_in_the_ids_or_the_address_proves_the_ticket_to_its_own_person_only, SituationFixture)
{
    const auto staff = token_id(Audience::staff, ann), requester = token_id(Audience::requester, rita);
    BOOST_TEST((load(answering(from("Ann@Desk.example"), staff)).evidence == Evidence::staff_token));
    BOOST_TEST((load(answering(from(rita), requester)).evidence == Evidence::requester_token));
    BOOST_TEST((load(answering(from(eve), staff)).evidence == Evidence::none));
    BOOST_TEST((load(answering(from(eve), requester)).evidence == Evidence::none));
    // bound to a person who is no member of staff any more
    BOOST_TEST((load(answering(from(eve), token_id(Audience::staff, eve))).evidence == Evidence::none));

    auto by_address = from(rita);
    by_address.message.cc = {{"", token_address(Audience::requester, rita)}};
    BOOST_TEST((load(by_address).evidence == Evidence::requester_token));
    row.envelope_recipient = token_address(Audience::staff, ann);
    const auto situation = load(from(ann));
    BOOST_TEST((situation.evidence == Evidence::staff_token));
    BOOST_TEST((situation.ticket->id == ticket));
    BOOST_TEST(situation.suggestion == "Use water.");
    BOOST_TEST(situation.ticket_message_ids.size() == 1u);
}

BOOST_FIXTURE_TEST_CASE(a_token_for_a_ticket_that_does_not_exist_proves_nothing, SituationFixture)
{
    const auto id = policy.mint.message_id({TicketId{99}, Audience::requester}, "i1-1", rita);
    BOOST_TEST((load(answering(from(rita), id)).evidence == Evidence::none));
}

BOOST_FIXTURE_TEST_CASE(staff_evidence_beats_the_rest, SituationFixture)
{
    auto read = answering(from(ann, "[#1] x"), "first@client.example");
    read.message.references = {token_id(Audience::staff, ann)};
    BOOST_TEST((load(read).evidence == Evidence::staff_token));
}

BOOST_FIXTURE_TEST_CASE(an_answer_to_a_known_mail_counts_for_those_who_take_part, SituationFixture)
{
    BOOST_TEST((load(answering(from("RITA@client.example"), "first@client.example")).evidence == Evidence::reference));
    const auto strange = load(answering(from(eve), "first@client.example"));
    BOOST_TEST((strange.evidence == Evidence::stranger));
    BOOST_TEST((strange.ticket->id == ticket));
    auto read = from(rita);
    read.message.references = {"first@client.example", "unknown@client.example"};
    BOOST_TEST((load(read).evidence == Evidence::reference));
}

BOOST_FIXTURE_TEST_CASE(an_answer_to_a_mail_of_ours_counts_even_when_its_id_holds_no_token, SituationFixture)
{
    send(rita, Purpose::answer);
    BOOST_TEST((load(answering(from(rita), "out-" + rita)).evidence == Evidence::reference));
}

BOOST_FIXTURE_TEST_CASE(a_number_in_the_subject_counts_for_those_who_take_part, SituationFixture)
{
    BOOST_TEST((load(from(rita, "Re: fire [#1]")).evidence == Evidence::subject_number));
    BOOST_TEST((load(from(eve, "Re: fire [#1]")).evidence == Evidence::stranger));
    BOOST_TEST((load(from(eve, "Re: fire [#12]")).evidence == Evidence::none));
    BOOST_TEST((load(from(rita, "#1 or (#1)")).evidence == Evidence::none));
}

BOOST_FIXTURE_TEST_CASE(a_mail_without_a_sender_takes_part_in_nothing, SituationFixture)
{
    auto read = answering(from(rita, "[#1]"), "first@client.example");
    read.message.from.clear();
    BOOST_TEST((load(read).evidence == Evidence::stranger));
}

BOOST_FIXTURE_TEST_CASE(a_merged_ticket_is_followed, SituationFixture)
{
    auto old = tickets.find(ticket).value();
    old.status = Status::merged;
    old.merged_into = TicketId{2};
    Decision merge = opening(TicketId{2}, rita);
    merge.actions.emplace_back(UpdateTicket{old});
    apply_decision(database, merge, start);
    const auto situation = load(answering(from(rita), token_id(Audience::requester, rita)));
    BOOST_TEST((situation.ticket->id == TicketId{2}));
}

BOOST_FIXTURE_TEST_CASE(numbers_in_subjects_are_read_exactly, SituationFixture)
{
    BOOST_TEST(numbers_in_subject("").empty());
    BOOST_TEST((numbers_in_subject("[#7] and [#8]") == std::vector{TicketId{7}, TicketId{8}}));
    for (const auto* odd : {"[#]", "[#0]", "[#-1]", "[#1", "[# 1]", "[#1x]", "[#99999999999999999999]"})
        BOOST_TEST(numbers_in_subject(odd).empty(), odd);
}

BOOST_FIXTURE_TEST_CASE(automatic_mail_is_counted_by_person_ticket_and_hour, SituationFixture)
{
    const auto now = start + hours{24} + hours{1};
    send(rita, Purpose::acknowledgement, start);                // too old for the day
    send(rita, Purpose::acknowledgement, now - hours{3});
    send("Rita@client.example", Purpose::acknowledgement, now - std::chrono::minutes{30});
    send(rita, Purpose::automatic_answer, now - std::chrono::minutes{20});
    send(rita, Purpose::answer, now - std::chrono::minutes{10}); // a person's words do not count
    send(ann, Purpose::notice, now - std::chrono::minutes{10});
    send(eve, Purpose::closing, now - std::chrono::minutes{10});
    const auto counts = load(from(rita, "[#1]"), now).automatic;
    BOOST_TEST(counts.to_sender_last_day == 3);
    BOOST_TEST(counts.acknowledgements_to_sender_last_hour == 1);
    BOOST_TEST(counts.for_ticket_last_day == 4);
    BOOST_TEST(counts.overall_last_hour == 4);
    const auto other = load(from("new@else.example"), now).automatic;
    BOOST_TEST(other.to_sender_last_day == 0);
    BOOST_TEST(other.for_ticket_last_day == 0);
    BOOST_TEST(other.overall_last_hour == 4);
}

BOOST_FIXTURE_TEST_CASE(who_wrote_before_is_known_and_who_was_written_to_is_not, SituationFixture)
{
    send(eve, Purpose::answer);
    BOOST_TEST(!load(from(eve)).sender_known);
    const auto mail = inbox.journal(std::vector{raw_mail("1", "mail")}).at(0).id;
    apply_decision(database, mail, {.from = "Eve <EVE@else.example>", .subject = {}, .kind = "person", .message_id = {}, .words = {}},
                   {.outcome = {}, .actions = {FileSilently{"x"}, Suppress{eve, "complained"}}, .because = {}, .ticket = {}}, start);
    BOOST_TEST(load(from(eve)).sender_known);
    BOOST_TEST(load(from(eve)).sender_suppressed);
    BOOST_TEST(people.find(eve)->name == "Eve");
}

BOOST_FIXTURE_TEST_CASE(a_report_is_tied_to_the_mail_it_speaks_of, SituationFixture)
{
    send(rita, Purpose::answer, start);
    send(eve, Purpose::notice, start);
    const auto report = [&](const std::string& id, const std::string& header, const std::string& recipient) {
        auto read = from("mailer-daemon@relay.example");
        read.judgement.bounce = Bounce{};
        read.judgement.bounce->original_message_id = id;
        if (!header.empty()) read.message.original_headers = {{"Message-ID", " <" + header + ">"}};
        if (!recipient.empty()) read.judgement.bounce->reports = {{.recipient = recipient, .status = {}, .reply = {}, .reason = {}, .feedback_type = {}, .diagnostic = {}}};
        return read;
    };
    BOOST_TEST(load(report("out-" + rita, {}, {})).reported->recipient == rita);
    BOOST_TEST(load(report({}, "out-" + eve, {})).reported->recipient == eve);
    BOOST_TEST((load(report({}, {}, "RITA@client.example")).reported->ticket == ticket));
    BOOST_TEST(load(report("unknown", "unknown", eve)).reported->purpose == "notice");
    BOOST_TEST(!load(report({}, {}, rita), start + hours{24 * 8}).reported.has_value());
    BOOST_TEST(!load(report({}, {}, "nobody@x.example")).reported.has_value());
    BOOST_TEST(!load(from(rita)).reported.has_value());
}

BOOST_FIXTURE_TEST_CASE(a_command_sees_the_ticket_and_the_limits_of_its_requester, SituationFixture)
{
    send(rita, Purpose::acknowledgement);
    const auto situation = load_situation(database, ticket, start + std::chrono::minutes{5});
    BOOST_TEST((situation.ticket->id == ticket));
    BOOST_TEST(situation.suggestion == "Use water.");
    BOOST_TEST(situation.automatic.to_sender_last_day == 1);
    BOOST_TEST(situation.automatic.for_ticket_last_day == 1);
    BOOST_TEST((situation.next_ticket == TicketId{2}));
    BOOST_TEST(!load_situation(database, TicketId{9}, start).ticket.has_value());
}

BOOST_FIXTURE_TEST_CASE(a_mail_with_endless_references_costs_a_bounded_number_of_lookups, SituationFixture)
{
    auto read = from(eve);
    for (int i = 0; i < 20'000; ++i) read.message.references.push_back(std::to_string(i) + "@x.example");
    read.message.references.push_back("first@client.example");
    BOOST_TEST((load(read).evidence == Evidence::stranger));
}

BOOST_AUTO_TEST_SUITE_END()
