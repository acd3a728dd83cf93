// Old mailboxes: which request belongs to which answer.
#include "predict/pairing.h"
#include "tests/support/table.h"

#include <algorithm>

namespace {

using namespace deskhand;
using predict::Example;
using predict::PastMail;

const std::set<std::string> staff = {"anna@desk.example", "Ben@Desk.example"};

std::chrono::sys_seconds hour(int h) { return std::chrono::sys_seconds{std::chrono::hours{h}}; }

PastMail request(std::string id, int at = 0)
{
    return {.message_id = std::move(id), .from = "carla@home.example", .to = {"help@desk.example"}, .date = hour(at),
            .subject = "VPN down", .own_text = "the vpn is down"};
}

PastMail answer(std::string id, std::vector<std::string> in_reply_to, int at = 1)
{
    return {.message_id = std::move(id), .in_reply_to = std::move(in_reply_to), .from = "anna@desk.example",
            .to = {"carla@home.example"}, .date = hour(at), .subject = "Re: VPN down", .own_text = "restart it"};
}

std::vector<Example> paired(const std::vector<PastMail>& mails) { return predict::pair(mails, staff); }

struct Subject {
    const char* name;
    std::string subject, bare;
};

const Subject subjects[] = {
    {"a plain subject", "VPN down", "vpn down"},
    {"an english reply", "Re: VPN down", "vpn down"},
    {"replies of replies", "RE: Re: AW: VPN down", "vpn down"},
    {"a counted reply", "Re[2]: VPN down", "vpn down"},
    {"a reply with a tag", "Re: [#12] Re: VPN down", "vpn down"},
    {"german", "Antwort: WG: VPN down", "vpn down"},
    {"swedish", "SV: VPN down", "vpn down"},
    {"blanks", "  VPN \t  down ", "vpn down"},
    {"a control octet before the colon", "[a] Re\x12: [b", "[b"},
    {"a colon that is no mark", "error: vpn", "error: vpn"},
    {"a tag that does not end", "[vpn down", "[vpn down"},
    {"nothing but marks", "Re: Re:", ""},
    {"nothing", "", ""},
};

}

BOOST_AUTO_TEST_SUITE(thread_subjects)
const bool listed = tests::table(
    subjects, [](const Subject& row) { BOOST_TEST(predict::thread_subject(row.subject) == row.bare); }, __FILE__, __LINE__);
BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(pairing)

BOOST_AUTO_TEST_CASE(a_request_and_the_reply_to_it_are_one_example)
{
    auto asked = request("q1");
    asked.queue = "network";
    asked.ticket = "1042";
    const auto examples = paired({asked, answer("a1", {"q1"})});
    BOOST_REQUIRE(examples.size() == 1u);
    BOOST_TEST(examples[0].subject == "VPN down");
    BOOST_TEST(examples[0].text == "the vpn is down");
    BOOST_TEST(examples[0].answer == "restart it");
    BOOST_TEST(examples[0].assignee == "anna@desk.example");
    BOOST_TEST(examples[0].queue == "network");
    BOOST_TEST(examples[0].source == "ticket 1042");
    BOOST_TEST((examples[0].answered_at == hour(1)));
}

BOOST_AUTO_TEST_CASE(the_order_of_the_mails_does_not_matter)
{
    BOOST_TEST(paired({answer("a1", {"q1"}), request("q1")}).at(0).answer == "restart it");
}

BOOST_AUTO_TEST_CASE(without_ticket_the_source_is_the_answer)
{
    BOOST_TEST(paired({request("q1"), answer("a1", {"q1"})}).at(0).source == "a1");
}

BOOST_AUTO_TEST_CASE(an_unanswered_request_still_teaches_its_queue)
{
    auto asked = request("q1");
    asked.queue = "network";
    const auto examples = paired({asked});
    BOOST_REQUIRE(examples.size() == 1u);
    BOOST_TEST(examples[0].queue == "network");
    BOOST_TEST(examples[0].answer.empty());
    BOOST_TEST(examples[0].assignee.empty());
    BOOST_TEST((examples[0].answered_at == hour(0)));
}

BOOST_AUTO_TEST_CASE(the_direct_reply_counts_before_an_earlier_mail_to_the_sender)
{
    auto notice = answer("n1", {}, 1);
    notice.references = {"q1"};
    notice.own_text = "we are looking into it";
    BOOST_TEST(paired({request("q1"), notice, answer("a1", {"q1"}, 2)}).at(0).answer == "restart it");
}

BOOST_AUTO_TEST_CASE(mails_between_staff_are_no_answers)
{
    auto between = answer("s1", {}, 1);
    between.references = {"q1"};
    between.to = {"ben@desk.example"};
    between.own_text = "ben, can you take this?";
    auto real = answer("a1", {}, 2);
    real.references = {"q1", "s1"};
    real.from = "BEN@desk.example";
    const auto examples = paired({request("q1"), between, real});
    BOOST_TEST(examples.at(0).answer == "restart it");
    BOOST_TEST(examples.at(0).assignee == "ben@desk.example");
}

BOOST_AUTO_TEST_CASE(a_shared_ticket_links_mails_without_headers)
{
    auto asked = request("q1");
    auto replied = answer("a1", {});
    asked.ticket = replied.ticket = "7";
    replied.subject = "your problem";
    BOOST_TEST(paired({asked, replied}).at(0).answer == "restart it");
}

BOOST_AUTO_TEST_CASE(subject_and_requester_link_mails_without_headers)
{
    BOOST_TEST(paired({request("q1"), answer("a1", {})}).at(0).answer == "restart it");
}

BOOST_AUTO_TEST_CASE(the_same_subject_to_somebody_else_links_nothing)
{
    auto other = answer("a1", {});
    other.to = {"dora@home.example"};
    BOOST_TEST(paired({request("q1"), other}).at(0).answer.empty());
}

BOOST_AUTO_TEST_CASE(the_same_subject_after_a_long_pause_links_nothing)
{
    BOOST_TEST(paired({request("q1"), answer("a1", {}, 24 * 31)}).at(0).answer.empty());
}

BOOST_AUTO_TEST_CASE(of_two_requests_with_one_subject_the_later_one_is_answered)
{
    const auto examples = paired({request("q1", 0), request("q2", 5), answer("a1", {}, 6)});
    BOOST_REQUIRE(examples.size() == 2u);
    BOOST_TEST(examples[0].answer.empty());
    BOOST_TEST(examples[1].answer == "restart it");
}

BOOST_AUTO_TEST_CASE(a_copy_in_another_folder_counts_once)
{
    auto filed = request("q1");
    filed.queue = "network";
    const auto examples = paired({request("q1"), filed, answer("a1", {"q1"}), answer("a1", {"q1"})});
    BOOST_REQUIRE(examples.size() == 1u);
    BOOST_TEST(examples[0].queue == "network");
}

BOOST_AUTO_TEST_CASE(the_queue_is_taken_from_the_conversation_when_the_request_has_none)
{
    auto replied = answer("a1", {"q1"});
    replied.queue = "network";
    BOOST_TEST(paired({request("q1"), replied}).at(0).queue == "network");
}

BOOST_AUTO_TEST_CASE(later_questions_teach_answers_but_neither_queue_nor_person)
{
    auto asked = request("q1");
    asked.queue = "network";
    auto again = request("q2", 2);
    again.in_reply_to = {"a1"};
    again.own_text = "which button?";
    auto more = answer("a2", {"q2"}, 3);
    more.own_text = "the red one";
    const auto examples = paired({asked, answer("a1", {"q1"}), again, more});
    BOOST_REQUIRE(examples.size() == 2u);
    BOOST_TEST(examples[0].answer == "restart it");
    BOOST_TEST(examples[1].text == "which button?");
    BOOST_TEST(examples[1].answer == "the red one");
    BOOST_TEST(examples[1].queue.empty());
    BOOST_TEST(examples[1].assignee.empty());
}

BOOST_AUTO_TEST_CASE(thanks_at_the_end_teach_nothing)
{
    auto thanks = request("q2", 2);
    thanks.in_reply_to = {"a1"};
    thanks.own_text = "thanks, it works";
    BOOST_TEST(paired({request("q1"), answer("a1", {"q1"}), thanks}).size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_conversation_that_staff_began_teaches_nothing)
{
    auto announcement = answer("s1", {}, 0);
    announcement.subject = "maintenance on sunday";
    auto question = request("q1", 1);
    question.in_reply_to = {"s1"};
    BOOST_TEST(paired({announcement, question, answer("a1", {"q1"}, 2)}).empty());
}

BOOST_AUTO_TEST_CASE(replies_to_a_mail_that_is_missing_are_one_conversation)
{
    auto asked = request("q2", 1);
    asked.in_reply_to = {"lost"};
    auto replied = answer("a1", {"lost"}, 2);
    BOOST_TEST(paired({asked, replied}).at(0).answer == "restart it");
}

BOOST_AUTO_TEST_CASE(references_in_a_circle_do_no_harm)
{
    auto one = request("q1");
    one.in_reply_to = {"q1", "a1"};
    BOOST_TEST(paired({one, answer("a1", {"q1", "a1"})}).size() == 1u);
}

BOOST_AUTO_TEST_CASE(mails_without_any_id_stay_apart)
{
    BOOST_TEST(paired({request("", 0), request("", 1)}).size() == 2u);
}

BOOST_AUTO_TEST_CASE(no_mails_give_no_examples) { BOOST_TEST(paired({}).empty()); }

BOOST_AUTO_TEST_SUITE_END()
