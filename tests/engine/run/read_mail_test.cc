#include "engine/run/read_mail.h"
#include "mail/format/own_words.h"
#include "tests/engine/core/sample_policy.h"

#include <boost/test/unit_test.hpp>

using namespace deskhand;
using namespace deskhand::engine;
using namespace deskhand::tests;

namespace {

const std::string answer = "Please switch the printer off, wait for ten seconds and switch it on again.";

Situation on_ticket(Evidence evidence, std::vector<std::string> sent)
{
    Situation situation;
    situation.evidence = evidence;
    situation.sent_words = std::move(sent);
    return situation;
}

ReadMail unmarked_reply()
{
    auto read = mail_from("rita@client.example", "Printer", "It still fails.\n\n" + answer + "\n");
    read.message.text = "It still fails.\n\n" + answer + "\n";
    read.message.spans = mail::spans_of(read.message.text);
    read.guess = predict::Prediction{};
    return read;
}

}

BOOST_AUTO_TEST_SUITE(run_read_mail)

BOOST_AUTO_TEST_CASE(what_a_mail_repeats_of_the_desks_words_is_quoted_and_guessed_about_anew)
{
    const auto read = without_our_words(unmarked_reply(), on_ticket(Evidence::requester_token, {answer}));
    BOOST_TEST(mail::own_text(read.message) == "It still fails.\n\n");
    BOOST_TEST(!read.guess.has_value());
}

BOOST_AUTO_TEST_CASE(without_words_of_the_desk_nothing_changes)
{
    const auto read = without_our_words(unmarked_reply(), on_ticket(Evidence::requester_token, {}));
    BOOST_TEST(mail::own_text(read.message) == read.message.text);
    BOOST_TEST(read.guess.has_value());
}

BOOST_AUTO_TEST_CASE(staff_may_say_the_same_thing_twice)
{
    const auto read = without_our_words(unmarked_reply(), on_ticket(Evidence::staff_token, {answer}));
    BOOST_TEST(mail::own_text(read.message) == read.message.text);
}

BOOST_AUTO_TEST_SUITE_END()
