#include "mail/format/conversations.h"

#include <boost/test/unit_test.hpp>

#include <algorithm>

using namespace deskhand::mail;
using std::chrono::days;
using std::chrono::sys_seconds;

namespace {

const sys_seconds monday{sys_seconds::duration{1'785'000'000}};
constexpr auto complaint = "The printer in room seven eats paper since Monday and smells of burning plastic when it is warm, which it is "
                           "each afternoon after the courses";

ThreadMarks request()
{
    ThreadMarks mail;
    mail.message_id = "first@client";
    mail.subject = "printer in room seven";
    mail.writer = "rita@client.example";
    mail.writer_name = "rita reed";
    mail.people = {"rita@client.example", "help@desk.example"};
    mail.at = monday;
    mail.own = word_runs_of(complaint);
    return mail;
}

// Rita's second mail about the same, without any id.
ThreadMarks reply()
{
    auto mail = request();
    mail.message_id = "second@client";
    mail.is_reply = true;
    mail.at = monday + days{2};
    mail.own = word_runs_of("Any news of my printer? We wait for it.");
    return mail;
}

ThreadMarks quoting(ThreadMarks mail)
{
    mail.quoted = word_runs_of(complaint);
    mail.attribution = "on monday rita reed wrote:";
    return mail;
}

Conversations desk()
{
    Conversations conversations;
    conversations.add(7, request());
    return conversations;
}

bool says(const ConversationMatch& match, Clue clue)
{
    return std::any_of(match.because.begin(), match.because.end(), [&](const auto& each) { return each.clue == clue; });
}

}

BOOST_AUTO_TEST_SUITE(conversations)

BOOST_AUTO_TEST_CASE(an_id_decides_alone)
{
    ThreadMarks mail;
    mail.answers = {"unseen@client", "first@client"};
    const auto match = desk().find(mail);
    BOOST_TEST(match.conversation == 7);
    BOOST_TEST(says(match, Clue::message_id));
}

BOOST_AUTO_TEST_CASE(answers_to_a_mail_nobody_saw_belong_together)
{
    auto one = request(), other = request();
    one.answers = other.answers = {"unseen@client"};
    other.subject = "something else";
    Conversations conversations;
    conversations.add(9, one);
    BOOST_TEST(conversations.find(other).conversation == 9);
}

BOOST_AUTO_TEST_CASE(an_empty_id_ties_nothing)
{
    auto nameless = request();
    nameless.message_id.clear();
    Conversations conversations;
    conversations.add(1, nameless);
    ThreadMarks mail;
    mail.answers = {""};
    BOOST_TEST(conversations.find(mail).conversation == 0);
}

BOOST_AUTO_TEST_CASE(quoted_words_under_the_same_subject_continue_it_and_the_clues_say_why)
{
    const auto match = desk().find(quoting(reply()));
    BOOST_TEST(match.conversation == 7);
    BOOST_TEST(says(match, Clue::quoted_words));
    BOOST_TEST(says(match, Clue::attribution));
    BOOST_TEST(says(match, Clue::subject));
}

BOOST_AUTO_TEST_CASE(a_subject_alone_is_not_enough)
{
    auto mail = reply();
    mail.is_reply = false;
    mail.writer = "sam@client.example";
    BOOST_TEST(desk().find(mail).conversation == 0);
}

BOOST_AUTO_TEST_CASE(a_conversation_the_mails_people_have_no_part_in_is_none)
{
    auto mail = quoting(reply());
    mail.writer = "eve@evil.example";
    mail.people = {"eve@evil.example", "other@desk.example"};
    BOOST_TEST(desk().find(mail).conversation == 0);
}

BOOST_AUTO_TEST_CASE(a_mail_that_names_no_recipient_is_matched_by_its_words)
{
    auto mail = quoting(reply());
    mail.writer = "sam@client.example";
    mail.people = {"sam@client.example"};
    BOOST_TEST(desk().find(mail).conversation == 7);
}

BOOST_AUTO_TEST_CASE(a_quotation_under_the_same_subject_marks_an_answer)
{
    auto mail = quoting(reply());
    mail.is_reply = false;
    BOOST_TEST(says(desk().find(mail), Clue::reply));
    mail.subject = "something else";
    BOOST_TEST(!says(desk().find(mail), Clue::reply));
}

BOOST_AUTO_TEST_CASE(quoted_words_alone_under_another_subject_are_not_enough)
{
    auto mail = quoting(reply());
    mail.subject = "something else";
    mail.writer = "sam@client.example";
    mail.people = {"sam@client.example", "help@desk.example"};
    mail.attribution.clear();
    BOOST_TEST(desk().find(mail).conversation == 0);
    mail.attribution = "on monday rita reed wrote:";
    BOOST_TEST(desk().find(mail).conversation == 7);
}

BOOST_AUTO_TEST_CASE(two_candidates_alike_are_none)
{
    auto conversations = desk();
    auto twin = request();
    twin.message_id = "twin@client";
    conversations.add(8, twin);
    BOOST_TEST(conversations.find(quoting(reply())).conversation == 0);
}

BOOST_AUTO_TEST_CASE(words_said_everywhere_tell_nothing)
{
    auto conversations = desk();
    for (std::int64_t number = 20; number < 24; ++number) {
        auto mail = request();
        mail.subject = "another matter " + std::to_string(number);
        mail.message_id = std::to_string(number);
        conversations.add(number, mail);
    }
    auto mail = quoting(reply());
    mail.subject = "nothing known";
    BOOST_TEST(!says(conversations.find(mail), Clue::quoted_words));
}

BOOST_AUTO_TEST_CASE(the_same_subject_a_month_later_is_another_matter)
{
    auto mail = reply();
    mail.at = monday + days{40};
    BOOST_TEST(desk().find(mail).conversation == 0);
}

BOOST_AUTO_TEST_CASE(outlooks_conversation_counts_for_those_who_take_part)
{
    auto first = request();
    first.thread_index = std::string(44, 'a');
    Conversations conversations;
    conversations.add(3, first);
    auto mail = reply();
    mail.subject = "new subject";
    mail.thread_index = first.thread_index;
    BOOST_TEST(conversations.find(mail).conversation == 3);
    mail.people = {"eve@evil.example"};
    BOOST_TEST(conversations.find(mail).conversation == 0);
}

BOOST_AUTO_TEST_CASE(a_renamed_subject_continues_what_it_was_before)
{
    auto mail = quoting(reply());
    mail.subject = "paper for the printer";
    BOOST_TEST(!says(desk().find(mail), Clue::subject));
    mail.former_subject = "printer in room seven";
    BOOST_TEST(says(desk().find(mail), Clue::subject));
}

BOOST_AUTO_TEST_CASE(a_quotation_of_other_words_speaks_against)
{
    auto mail = reply();
    mail.quoted = word_runs_of("quite different words about holidays that nobody here has ever written down before in any mail");
    BOOST_TEST(says(desk().find(mail), Clue::other_quote));
}

BOOST_AUTO_TEST_SUITE_END()
